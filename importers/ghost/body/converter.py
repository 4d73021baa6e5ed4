"""Convert the HTML of a Ghost post, with its cards, to StreamField blocks."""

from html import escape
from typing import ClassVar

from importers.ghost.body.card_blocks import METHODS_BY_CARD, CardMixin
from importers.ghost.body.finder import GhostFinder
from importers.ghost.site_files import SIZE
from importers.html.converter import BlockConverter
from importers.html.dom import Node, line_text
from importers.html.inline import InlineConverter
from importers.html.media_blocks import (
    MAX_ALT_LENGTH,
    MAX_CAPTION_LENGTH,
    video_hosts,
)
from importers.html.result import Body, Finder
from importers.html.text import ATTRIBUTION_TAGS, MAX_ATTRIBUTION_LENGTH
from importers.resolver import host_of

# Where a link of Ghost opens a form to sign up or in.
PORTAL = "#/portal"
WITHOUT_WORDS = ("script", "style", "svg", "link", "meta", "base")


class GhostInline(InlineConverter):
    """Converts inline nodes, and names the words of those that it leaves out."""

    def drop(self, node: Node) -> None:
        """Leave an element out, with its words and links in the warning."""
        super().drop(node)
        if node.tag in WITHOUT_WORDS:
            return
        urls = [each.get("href") or each.get("src") for each in node.iter("a", "img", "iframe")]
        words = " ".join(filter(None, [line_text(node), *urls]))
        if words:
            self.body.warn(node.tag, f"Its content was left out, too: {words}")

    def _link(self, node: Node, inner: str) -> str:
        url = node.get("href") or ""
        if PORTAL in url:
            self.body.warn("link", f"A link to Ghost’s form for members was removed: {url}")
            return inner
        return super()._link(node, inner)


class GhostConverter(CardMixin, BlockConverter):
    """Converts one body."""

    methods_by_class: ClassVar[dict[str, str]] = METHODS_BY_CARD
    inline_converter: ClassVar[type[InlineConverter]] = GhostInline

    def quote(self, node: Node) -> None:
        """Convert a quotation; of one that has no room for its source, convert the content."""
        sources = [line_text(each) for each in node.iter(*ATTRIBUTION_TAGS)]
        source = ", ".join(sources)
        if source and (
            len(source) > MAX_ATTRIBUTION_LENGTH or " ".join(sources) == line_text(node)
        ):
            self.flow(node)
        else:
            super().quote(node)

    def figure(self, node: Node) -> None:
        """Convert a figure, and warn of what its caption cannot contain."""
        if any(True for _ in node.iter("img", "table")):
            self.check_captions(node)
        super().figure(node)

    def gallery(self, node: Node) -> None:
        """Convert a gallery, and warn of links on its images."""
        for caption in node.iter("figcaption"):
            self.warn_of_links(caption, "caption")
        for image in node.iter("img"):
            self._check_image(image)
            self._warn_of_link(image)
        super().gallery(node)

    def frame(self, node: Node) -> None:
        """Convert a frame to a video, or to a link."""
        self.write_frame(node, "")

    def write_frame(self, node: Node, caption: str) -> None:
        """Write the video in a frame with its caption; a link to any other address."""
        url = (node.get("src") or node.get("data-src") or "").strip()
        url = f"https:{url}" if url.startswith("//") else url
        title = node.get("title") or ""
        is_video = host_of(url) in video_hosts()
        if is_video or url.startswith(("http://", "https://")):
            text = caption if is_video else caption or title
            self._write_blocks(self.media.video(url, title, text))
        else:
            super().frame(node)
            self.writer.line(escape(caption, quote=False))

    def _write_image(self, image: Node, caption: str = "") -> None:
        self._check_image(image)
        self._warn_of_link(image)
        self._write_blocks(self.media.image(image, caption))

    def _warn_of_link(self, image: Node) -> None:
        """Warn of the link of an image, unless it leads to the image itself."""
        link = next(image.iterancestors("a"), None)
        url = link.get("href") if link is not None else ""
        if url and SIZE.sub("", url) != SIZE.sub("", image.get("src") or ""):
            self.body.warn("link", f"The link of an image was removed: {url}")

    def _check_image(self, image: Node) -> None:
        """Warn of a description that is too long, and of a title."""
        alternative, title = image.get("alt") or "", image.get("title") or ""
        if len(alternative) > MAX_ALT_LENGTH:
            rest = alternative[MAX_ALT_LENGTH:]
            self.body.warn("picture", f"A description of an image was cut; it continued: {rest}")
        if title.strip() and title != alternative:
            self.body.warn("picture", f"The title of an image was left out: {title}")

    def check_captions(self, node: Node) -> None:
        """Warn of links in the captions of a figure, and of those that are too long."""
        for caption in node.iter("figcaption"):
            self.warn_of_links(caption, "caption")
            words = line_text(caption)
            if len(words) > MAX_CAPTION_LENGTH:
                rest = words[MAX_CAPTION_LENGTH:]
                self.body.warn("caption", f"A caption was cut; it continued: {rest}")

    def warn_of_links(self, node: Node, place: str) -> None:
        """Warn of the links in plain text."""
        for link in node.iter("a"):
            if url := link.get("href"):
                self.body.warn("link", f"A link in a {place} was removed: {url}")


def convert_post(html: str, finder: Finder, name: str, site_url: str) -> Body:
    """Return the body of a post as StreamField blocks; `name` identifies it in every run."""
    return GhostConverter(GhostFinder(finder, site_url), name).convert(html)
