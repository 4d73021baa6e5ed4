"""Create image, gallery, video, recording and document blocks."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import urlsplit

from django.conf import settings

from core.video import VIMEO_HOSTS, YOUTUBE_HOSTS, VideoLink
from documents.recordings import RECORDINGS
from importers.html.dom import Node, classes, is_comment, line_text, parse, source_url
from importers.html.result import Body, Finder

# A paragraph that consists of a URL only, which WordPress embeds.
SINGLE_URL = re.compile(r"^https?://\S+$")
ATTACHMENT_ID = re.compile(r"wp-image-(\d+)|attachment_(\d+)")
# The ID is in the class of an image, or in an element that encloses it closely.
MAX_ANCESTORS = 3
MAX_GALLERY_IMAGES = 24  # As in GalleryBlock.
MAX_TITLE_LENGTH, MAX_ALT_LENGTH, MAX_CAPTION_LENGTH = 200, 250, 300
IMAGE_URL = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|bmp|tiff?)(?:$|\?)", re.IGNORECASE)
EMBED_PATH = re.compile(r"/(?:embed|video|v)/([\w-]+)")
# The attributes of a player, or of its shortcode, that have its URL.
PLAYER_SOURCES = ("src", *(f"data-{name}" for name in (
    "src", "mp3", "mp4", "m4v", "webm", "ogv", "ogg", "m4a", "wav", "flac",
)))  # fmt: skip

Block = tuple[str, object]


class MediaBlocks:
    """Creates media blocks as (type, value) pairs.

    Two types are for BlockConverter only: ("link", (url, text)) for media that can only be linked
    to, and ("caption", text).
    """

    def __init__(self, body: Body, finder: Finder, item: int) -> None:
        self.body, self.finder, self.item = body, finder, item

    def image(self, image: Node, caption: str = "") -> Iterator[Block]:
        """Yield the block of an image."""
        if value := self._image_value(image, caption):
            yield "image", value

    def gallery(self, images: Iterable[tuple[Node, str]], caption: str = "") -> Iterator[Block]:
        """Yield the gallery of images with their captions, or a single image.

        The caption of the whole follows as a paragraph, as our gallery block has none.
        """
        values = [self._image_value(image, text) for image, text in images]
        yield from self._gallery([value for value in values if value])
        if caption:
            yield "caption", caption

    def gallery_of_attachments(
        self, attachments: Iterable[int] = (), item: int = 0
    ) -> Iterator[Block]:
        """Yield the gallery of images by their IDs, or else of those uploaded to an item."""
        attachments = list(attachments) or self.finder.attached(item or self.item)
        if not attachments:
            self.body.warn("gallery", "A gallery without images was left out.")
        values = []
        for attachment in attachments:
            pk = self.finder.image("", attachment)
            if pk is None:
                self.body.warn("picture", f"The image with the ID {attachment} was not imported.")
                continue
            alternative, caption = self.finder.caption(attachment)
            values.append(_image_value(pk, alternative, caption))
        yield from self._gallery(values)

    def _gallery(self, values: list[dict]) -> Iterator[Block]:
        for at in range(0, len(values), MAX_GALLERY_IMAGES):
            part = values[at : at + MAX_GALLERY_IMAGES]
            if len(part) == 1:
                yield "image", part[0]
            else:
                items = [{"type": "item", "value": value} for value in part]
                yield "gallery", {"pictures": items}

    def _image_value(self, image: Node, caption: str) -> dict | None:
        url = image_url(image)
        if _is_tracker(image):
            self.body.warn("tracker", f"An invisible image was left out: {url}")
            return None
        attachment = attachment_id(image)
        pk = self.finder.image(url, attachment)
        if pk is None:
            text = f"{url or attachment} {image.get('alt') or ''}"
            self.body.warn("picture", f"An image was not imported: {text}")
            return None
        self.body.place(url, f"'image': {pk},")
        alternative = image.get("alt") or self.finder.caption(attachment)[0]
        return _image_value(pk, alternative, caption)

    def video(self, url: str, title: str = "", caption: str = "") -> Iterator[Block]:
        """Yield the block of an external video, or a link to anything else."""
        source, url = url, f"https:{url}" if url.startswith("//") else url
        try:
            video = VideoLink.parse(_watch_url(url))
        except ValueError:
            video = None
        if not (video and video.embed_url):
            self.body.warn("embed", f"An embed was replaced by a link: {url}")
            self.body.place(source, escape(url))
            yield "link", (url, caption)
            return
        self.body.place(source, video.watch_url)
        yield "video", video_value(video, title or caption, caption)

    def frame(self, frame: Node, caption: str = "") -> Iterator[Block]:
        """Yield the video in an iframe, or a link to anything else."""
        url, title = source_url(frame), frame.get("title") or ""
        url = f"https:{url}" if url.startswith("//") else url
        if _host(url) in video_hosts():
            yield from self.video(url, title, caption)
        elif url.startswith(("http://", "https://")):
            self.body.warn("frame", f"A frame was replaced by a link: {url}")
            self.body.place(source_url(frame), escape(url))
            yield "link", (url, caption or title)
        else:
            words = line_text(parse(frame.get("srcdoc") or "")[0])
            self.body.warn("frame", f"A frame was left out: {url} {words}")
            yield "caption", caption

    def recording(self, player: Node, caption: str = "") -> Iterator[Block]:
        """Yield the block of a player: a recording, or an external video."""
        for url in _player_urls(player):
            if _host(url) in video_hosts():
                yield from self.video(url, caption=caption)
                return
            if document := self.finder.document(url, _data_id(player)):
                self._place_file(url, document)
                yield self._recording(document, caption)
                return
        url = next(iter(_player_urls(player)), "")
        self.body.warn("recording", f"A recording was not imported: {url}")
        if url.startswith(("http://", "https://")):
            self.body.place(url, escape(url))
            yield "link", (url, caption)
        elif caption:
            yield "caption", caption

    def recordings_of_attachments(self, attachments: Iterable[int]) -> Iterator[Block]:
        """Yield recordings by their IDs."""
        for attachment in attachments:
            if document := self.finder.document("", attachment):
                yield self._recording(document, "")
            else:
                self.body.warn("recording", f"A recording was not imported: ID {attachment}")

    def _recording(self, document: tuple[int, str, str], caption: str) -> Block:
        pk, title, extension = document
        if extension.lower() not in RECORDINGS:
            return "document", {"document": pk, "title": ""}
        return "recording", {
            "file": pk,
            "title": title[:MAX_TITLE_LENGTH],
            "caption": caption[:MAX_CAPTION_LENGTH],
            "transcript": "",
        }

    def _place_file(self, url: str, document: tuple[int, str, str]) -> None:
        for name in ("file", "document"):
            self.body.place(url, f"'{name}': {document[0]},")

    def file(self, url: str, attachment: int, title: str) -> Iterator[Block]:
        """Yield the block of a document, or a link if it was not imported."""
        if document := self.finder.document(url, attachment):
            self._place_file(url, document)
            pk, own_title, _extension = document
            title = "" if title == own_title else title[:MAX_TITLE_LENGTH]
            yield "document", {"document": pk, "title": title}
        elif url:
            self.body.warn("file", f"A file was not imported: {url}")
            self.body.place(url, escape(url))
            yield "link", (url, title)


def video_value(video: VideoLink, title: str, caption: str = "") -> dict:
    """Return the value of the block of a video."""
    return {
        "url": video.watch_url,
        "title": (title or f"Video on {video.host}")[:MAX_TITLE_LENGTH],
        "caption": caption[:MAX_CAPTION_LENGTH],
        "poster": None,
        "transcript": "",
    }


def video_hosts() -> set[str]:
    """Return the hosts whose videos can be embedded."""
    return {*YOUTUBE_HOSTS, *VIMEO_HOSTS, *settings.PEERTUBE_HOSTS}


def attachment_id(image: Node) -> int:
    """Return the attachment ID of an image from its attributes or its ancestors'; 0 if none."""
    for node in [image, *image.iterancestors()][: MAX_ANCESTORS + 1]:
        found = ATTACHMENT_ID.search(f"{node.get('class') or ''} {node.get('id') or ''}")
        if found:
            return int(found[1] or found[2])
        if number := _data_id(node):
            return number
    return 0


def _data_id(node: Node) -> int:
    text = node.get("data-id") or node.get("data-attachment-id") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _image_value(pk: int, alternative: str, caption: str) -> dict:
    image = {"image": pk, "alt_text": alternative[:MAX_ALT_LENGTH], "decorative": False}
    return {"image": image, "caption": caption[:MAX_CAPTION_LENGTH], "credit": ""}


def image_url(image: Node) -> str:
    """Return the address of an image, or of that in a `picture`."""
    inner = next(image.iter("img"), None) if image.tag == "picture" else image
    return "" if inner is None else source_url(inner)


def _is_tracker(image: Node) -> bool:
    size = {image.get("width"), image.get("height")}
    return size <= {"0", "1", "0px", "1px"} and None not in size


def _player_urls(player: Node) -> list[str]:
    urls = [player.get(name) for name in PLAYER_SOURCES]
    urls += [each.get("src") for each in player.iter("source")]
    return [url for url in urls if url]


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _watch_url(url: str) -> str:
    """Return the URL of the page of a YouTube video, given that of its player."""
    found = EMBED_PATH.search(urlsplit(url).path) if _host(url) in YOUTUBE_HOSTS else None
    return f"https://www.youtube.com/watch?v={found[1]}" if found else url


def caption_of(figure: Node) -> str:
    """Return the caption of a figure on one line."""
    for each in figure:
        if not is_comment(each) and (
            each.tag == "figcaption" or classes(each) & {"wp-caption-text", "gallery-caption"}
        ):
            return line_text(each)
    return ""


def is_image_url(url: str) -> bool:
    """Return whether a URL has the extension of an image."""
    return bool(IMAGE_URL.search(url))
