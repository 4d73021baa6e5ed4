"""Convert the HTML of a Ghost post, with its cards, to StreamField blocks."""

from typing import ClassVar

from importers.ghost.body.card_blocks import METHODS_BY_CARD, CardMixin
from importers.ghost.body.finder import GhostFinder
from importers.html.converter import BlockConverter
from importers.html.dom import Node, line_text
from importers.html.inline import InlineConverter
from importers.html.result import Body, Finder
from importers.html.text import ATTRIBUTION_TAGS, MAX_ATTRIBUTION_LENGTH

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

    def _write_image(self, image: Node, caption: str = "") -> None:
        alternative, title = image.get("alt") or "", image.get("title") or ""
        if title.strip() and title != alternative:
            self.body.warn("picture", f"The title of an image was left out: {title}")
        super()._write_image(image, caption)


def convert_post(html: str, finder: Finder, name: str, site_url: str) -> Body:
    """Return the body of a post as StreamField blocks; `name` identifies it in every run."""
    return GhostConverter(GhostFinder(finder, site_url), name).convert(html)
