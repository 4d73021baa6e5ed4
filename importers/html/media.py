"""Convert images, players, frames, files and shortcodes."""

from importers.html.dom import Node, line_text
from importers.html.media_blocks import SINGLE_URL, caption_of


class MediaMixin:
    """Methods of BlockConverter for media; each takes an element."""

    def figure(self, node: Node) -> None:
        """Convert the content of a figure, with its caption at the first table or image."""
        caption = caption_of(node)
        images = list(node.iter("img"))
        tables = [
            table
            for table in node.iter("table")
            if next(table.iterancestors("table", "figure")).tag == "figure"
        ]
        if tables:
            for number, each in enumerate(tables):
                self._write_table(each, "" if number else caption)
        elif len(images) == 1 and not any(True for _ in node.iter("p", "ul", "ol", "blockquote")):
            self._write_image(images[0], caption)
        elif len(images) > 1:
            self.gallery(node)
        else:
            self.flow(node)

    def image(self, node: Node) -> None:
        """Convert an image that is not in a figure."""
        self._write_image(node)

    def _write_image(self, image: Node, caption: str = "") -> None:
        """Write an image with its caption."""
        self._write_blocks(self.media.image(image, caption))

    def gallery(self, node: Node) -> None:
        """Convert a gallery."""
        images = []
        for image in node.iter("img"):
            figure = next(image.iterancestors("figure", "li", "dl"), None)
            images.append((image, caption_of(figure) if figure not in (None, node) else ""))
        self._write_blocks(self.media.gallery(images, caption_of(node)))

    def embed(self, node: Node) -> None:
        """Convert an embed block, which contains an iframe or a URL."""
        caption = caption_of(node)
        frames = list(node.iter("iframe"))
        wrapper = next((each for each in node.iter("div")), node)
        url = (wrapper.text or "").strip() or line_text(wrapper)
        if frames:
            for frame in frames:
                self._write_blocks(self.media.frame(frame))
        elif SINGLE_URL.match(url):
            self._write_blocks(self.media.video(url, caption=caption))
        else:
            self.flow(node)

    def player(self, node: Node) -> None:
        """Convert a video or audio element."""
        player = next(node.iter("audio", "video"), None)
        if player is not None:
            self._write_blocks(self.media.recording(player, caption_of(node)))

    def frame(self, node: Node) -> None:
        """Convert an iframe."""
        self._write_blocks(self.media.frame(node))

    def file(self, node: Node) -> None:
        """Convert a file block, which links to a document."""
        link = next((each for each in node.iter("a") if each.get("href")), None)
        if link is not None:
            number = node.get("data-id") or ""
            attachment = int(number) if number.isascii() and number.isdigit() else 0
            self._write_blocks(self.media.file(link.get("href"), attachment, line_text(link)))
