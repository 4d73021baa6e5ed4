"""Pictures, players, frames, files and shortcodes, as they stand in a text."""

import re

from importers.wordpress.html.dom import Node, words
from importers.wordpress.html.media_blocks import ADDRESS, caption_of, is_image_address


class MediaMixin:
    """Writes what is seen and heard; every method takes an element."""

    def figure(self, node: Node) -> None:
        """Write what a figure holds, with its caption."""
        caption = caption_of(node)
        images = list(node.iter("img"))
        tables = list(node.iter("table"))
        if tables:
            self._table(tables[0], caption)
        elif len(images) == 1 and not any(True for _ in node.iter("p", "ul", "ol", "blockquote")):
            self._blocks(self.figures.picture(images[0], caption))
            self._lead_on(images[0])
        elif len(images) > 1:
            self.gallery(node)
        else:
            self.flow(node)

    def image(self, node: Node) -> None:
        """Write a picture that stands by itself."""
        self._blocks(self.figures.picture(node))
        self._lead_on(node)

    def _lead_on(self, image: Node) -> None:
        """Say that a picture led somewhere: ours do not, and leading to itself means nothing."""
        link = next(image.iterancestors("a"), None)
        address = link.get("href") if link is not None else ""
        if address and not is_image_address(address) and "attachment_id" not in address:
            self.lines.body.warn("link", f"A link of a picture was taken off: {address}")

    def gallery(self, node: Node) -> None:
        """Write pictures side by side."""
        images = []
        for image in node.iter("img"):
            around = next(image.iterancestors("figure", "li", "dl"), None)
            images.append((image, caption_of(around) if around not in (None, node) else ""))
        self._blocks(self.figures.pictures(images, caption_of(node)))

    def embedded(self, node: Node) -> None:
        """Write what is shown from elsewhere."""
        caption = caption_of(node)
        frames = list(node.iter("iframe"))
        wrapper = next((each for each in node.iter("div")), node)
        address = (wrapper.text or "").strip() or " ".join(words(wrapper).split())
        if frames:
            for frame in frames:
                self._blocks(self.figures.frame(frame))
        elif ADDRESS.match(address):
            self._blocks(self.figures.video(address, caption=caption))
        else:
            self.flow(node)

    def player(self, node: Node) -> None:
        """Write sound or a film."""
        player = next(node.iter("audio", "video"), None)
        if player is not None:
            self._blocks(self.figures.recording(player, caption_of(node)))

    def frame(self, node: Node) -> None:
        """Write a frame of another site, if that shows a video."""
        self._blocks(self.figures.frame(node))

    def file(self, node: Node) -> None:
        """Write a file to download."""
        link = next((each for each in node.iter("a") if each.get("href")), None)
        if link is not None:
            number = node.get("data-id") or ""
            known = int(number) if number.isascii() and number.isdigit() else 0
            title = " ".join(words(link).split())
            self._blocks(self.figures.file(link.get("href"), known, title))

    def cover(self, node: Node) -> None:
        """Write a picture with what is written across or beside it."""
        self.flow(node)

    def shortcode(self, node: Node) -> None:
        """Write what a shortcode of WordPress itself stands for."""
        name = node.get("name")
        if name == "caption":
            self._caption(node)
        elif name == "gallery":
            numbers = re.findall(r"\d+", node.get("data-ids") or node.get("data-include") or "")
            item = int(node.get("data-id")) if (node.get("data-id") or "").isdecimal() else 0
            self._blocks(self.figures.attached(map(int, numbers), item))
        elif name == "embed":
            address = " ".join(words(node).split()) or node.get("data-src") or ""
            self._blocks(self.figures.video(address))
        elif name in ("audio", "video"):
            self._blocks(self.figures.recording(node))
        else:
            self.lines.body.warn("shortcode", f"[{name}] was left out.")

    def _caption(self, node: Node) -> None:
        image = next(node.iter("img", "picture"), None)
        caption = node.get("data-caption") or " ".join(words(node).split())
        if image is not None:
            self._blocks(self.figures.picture(image, caption))
            self._lead_on(image)
        else:
            self.flow(node)
