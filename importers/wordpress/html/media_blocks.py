"""Pictures, galleries, videos, recordings and files of a text."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings

from core.video import VIMEO_HOSTS, YOUTUBE_HOSTS, VideoLink
from documents.recordings import RECORDINGS
from importers.wordpress.html.dom import Node, classes, is_comment, words
from importers.wordpress.html.result import Body, Finder

# An address that stands by itself.
ADDRESS = re.compile(r"^https?://\S+$")
NUMBER = re.compile(r"wp-image-(\d+)|attachment_(\d+)")
MOST_PICTURES = 24  # In a gallery of ours.
LONGEST_CAPTION = 300
IMAGES = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|bmp|tiff?)(?:$|\?)", re.IGNORECASE)
EMBEDS = re.compile(r"/(?:embed|video|v)/([\w-]+)")

Block = tuple[str, object]


class MediaBlocks:
    """Makes blocks of what is seen and heard."""

    def __init__(self, body: Body, finder: Finder, item: int) -> None:
        """Take where losses go, who knows the files, and the number of the item."""
        self.body, self.finder, self.item = body, finder, item

    def picture(self, image: Node, caption: str = "") -> Iterator[Block]:
        """Yield the block of a picture."""
        if figure := self._figure(image, caption):
            yield "image", figure

    def pictures(self, images: Iterable[tuple[Node, str]], caption: str = "") -> Iterator[Block]:
        """Yield the gallery of several pictures, each with its caption, or the one that is there.

        The caption of a gallery follows it, as ours have none.
        """
        found = [self._figure(image, text) for image, text in images]
        yield from self._gallery([figure for figure in found if figure])
        if caption:
            yield "caption", caption

    def attached(self, numbers: Iterable[int] = (), item: int = 0) -> Iterator[Block]:
        """Yield the gallery of pictures by their numbers, or of those uploaded to an item."""
        numbers = list(numbers) or self.finder.attached(item or self.item)
        if not numbers:
            self.body.warn("gallery", "A gallery names no pictures: left out.")
        found = []
        for number in numbers:
            key = self.finder.picture("", number)
            if key is None:
                self.body.warn("picture", f"The picture with the number {number} is not here.")
                continue
            alternative, caption = self.finder.caption(number)
            found.append(_value(key, alternative, caption))
        yield from self._gallery(found)

    def _gallery(self, figures: list[dict]) -> Iterator[Block]:
        for at in range(0, len(figures), MOST_PICTURES):
            part = figures[at : at + MOST_PICTURES]
            if len(part) == 1:
                yield "image", part[0]
            else:
                items = [{"type": "item", "value": figure} for figure in part]
                yield "gallery", {"pictures": items}

    def _figure(self, image: Node, caption: str) -> dict | None:
        address = _source(image)
        if _is_tracker(image):
            self.body.warn("tracker", f"A picture that nobody sees was left out: {address}")
            return None
        number = attachment_of(image)
        key = self.finder.picture(address, number)
        if key is None:
            self.body.warn("picture", f"A picture is not here: {address or number}")
            return None
        alternative = image.get("alt") or ""
        return _value(key, alternative or self.finder.caption(number)[0], caption)

    def video(self, address: str, title: str = "", caption: str = "") -> Iterator[Block]:
        """Yield the block of a video elsewhere, or a line that leads to what is no video."""
        address = f"https:{address}" if address.startswith("//") else address
        try:
            video = VideoLink.parse(_watched(address))
        except ValueError:
            self.body.warn("embed", f"What was embedded is a link now: {address}")
            yield "link", (address, caption)
            return
        if not video.embed_url:
            self.body.warn("embed", f"What was embedded is a link now: {address}")
            yield "link", (address, caption)
            return
        named = (title or caption or f"Video on {video.host}")[:200]
        value = {"url": video.watch_url, "title": named, "caption": caption[:LONGEST_CAPTION]}
        yield "video", value | {"poster": None, "transcript": ""}

    def frame(self, frame: Node) -> Iterator[Block]:
        """Yield the video of a frame; frames of hosts that we do not know are left out."""
        address = frame.get("src") or frame.get("data-src") or ""
        host = _host(address)
        if host in known_hosts():
            yield from self.video(address, frame.get("title") or "")
        else:
            self.body.warn("frame", f"A frame of {host or 'nobody'} was left out: {address}")

    def recording(self, player: Node, caption: str = "") -> Iterator[Block]:
        """Yield the block of sound or a film, which is a file of ours or a video elsewhere."""
        for address in _sources(player):
            if _host(address) in known_hosts():
                yield from self.video(address, caption=caption)
                return
            if found := self.finder.document(address, _number(player)):
                yield from self._recorded(found, caption)
                return
        address = next(iter(_sources(player)), "")
        self.body.warn("recording", f"A recording is not here: {address}")

    def _recorded(self, found: tuple[int, str, str], caption: str) -> Iterator[Block]:
        key, title, extension = found
        if extension.lower() not in RECORDINGS:
            yield "document", {"document": key, "title": ""}
            return
        named = {"title": title[:200], "caption": caption[:LONGEST_CAPTION]}
        yield "recording", {"file": key, **named, "transcript": ""}

    def file(self, address: str, number: int, title: str) -> Iterator[Block]:
        """Yield the block of a file to download, or a line that leads to where it was."""
        if found := self.finder.document(address, number):
            key, own, _extension = found
            yield "document", {"document": key, "title": "" if title == own else title[:200]}
        elif address:
            self.body.warn("file", f"A file is not here: {address}")
            yield "link", (address, title)


def known_hosts() -> set[str]:
    """Return the hosts of which we know where a video is."""
    return {*YOUTUBE_HOSTS, *VIMEO_HOSTS, *settings.PEERTUBE_HOSTS}


def attachment_of(image: Node) -> int:
    """Return the number of a picture in the library, as it or what is around it says; else 0."""
    around = [image, *image.iterancestors()][:4]
    for node in around:
        found = NUMBER.search(f"{node.get('class') or ''} {node.get('id') or ''}")
        if found:
            return int(found[1] or found[2])
        if number := _number(node):
            return number
    return 0


def _number(node: Node) -> int:
    text = node.get("data-id") or node.get("data-attachment-id") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _value(key: int, alternative: str, caption: str) -> dict:
    picture = {"image": key, "alt_text": alternative[:250], "decorative": False}
    return {"image": picture, "caption": caption[:LONGEST_CAPTION], "credit": ""}


def _source(image: Node) -> str:
    if image.tag == "picture":
        inner = next((each for each in image if not is_comment(each) and each.tag == "img"), image)
        return inner.get("src") or ""
    lazy = image.get("data-src") or image.get("data-lazy-src") or ""
    address = image.get("src") or ""
    return lazy if lazy and (not address or address.startswith("data:")) else address


def _is_tracker(image: Node) -> bool:
    size = {image.get("width"), image.get("height")}
    return size <= {"0", "1", "0px", "1px"} and None not in size


def _sources(player: Node) -> list[str]:
    """Return the addresses of a player: its own, those of its sources, or of a shortcode."""
    names = [
        "src",
        *(f"data-{name}" for name in ("src", "mp3", "mp4", "m4v", "webm", "ogv", "ogg")),
    ]
    names += ["data-m4a", "data-wav", "data-flac"]
    found = [player.get(name) for name in names]
    found += [each.get("src") for each in player.iter("source")]
    return [address for address in found if address]


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _watched(address: str) -> str:
    """Return the page of a video of which `address` is the player."""
    host = _host(address)
    found = EMBEDS.search(urlsplit(address).path) if host in YOUTUBE_HOSTS else None
    return f"https://www.youtube.com/watch?v={found[1]}" if found else address


def caption_of(figure: Node) -> str:
    """Return the caption of a figure in one line."""
    for each in figure:
        if not is_comment(each) and (
            each.tag == "figcaption" or classes(each) & {"wp-caption-text", "gallery-caption"}
        ):
            return " ".join(words(each).split())
    return ""


def is_image_address(address: str) -> bool:
    """Tell whether an address is that of a picture."""
    return bool(IMAGES.search(address))
