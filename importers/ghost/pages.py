"""Import Ghost's posts as articles, and its pages as standard pages."""

from importers.ghost.posts import (
    CANONICAL_URL,
    FEATURE_ALT,
    FEATURE_CAPTION,
    SITE_URL,
    THUMBNAIL,
)
from importers.html.dom import parse
from importers.html.result import Body
from importers.pages.articles import ArticleImporter, StandardPageImporter
from importers.pages.base import lead_image_texts
from importers.resolver import host_of, plain_text
from importers.source.records import Item


class GhostFieldsMixin:
    """Sets the fields that Ghost has for every post and page."""

    def fields(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of the page's fields, with the URL of the original."""
        return super().fields(item, body) | self.original(item, body)

    def original(self, item: Item, body: Body) -> dict[str, object]:
        """Report the URL of the original, for which standard pages have no field."""
        if url := _foreign_url(item):
            body.warn("metadata", f"The URL of the original was left out: {url}")
        return {}

    def lead_image(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of the lead image's fields, with the texts of this post."""
        if not item.get(THUMBNAIL):
            return {}
        alternative = item.get(FEATURE_ALT)
        caption = plain_text(item.get(FEATURE_CAPTION))
        for link in parse(item.get(FEATURE_CAPTION))[0].iter("a"):
            if url := link.get("href"):
                body.warn("link", f"A link in a caption was removed: {url}")
        values = super().lead_image(item, body)
        words = " – ".join(filter(None, (alternative, caption)))
        if not values.get("lead_image_id"):
            if words:
                body.warn("picture", f"The description and the caption of an image: {words}")
            return values
        return values | lead_image_texts(alternative, caption, body)


class GhostArticleImporter(GhostFieldsMixin, ArticleImporter):
    """Imports posts as articles."""

    def original(self, item: Item, body: Body) -> dict[str, object]:
        """Return the URL of the original of a post that first appeared elsewhere."""
        return {"source_url": _foreign_url(item)}


class GhostPageImporter(GhostFieldsMixin, StandardPageImporter):
    """Imports pages as standard pages."""


def _foreign_url(item: Item) -> str:
    """Return the canonical URL of an item, unless it is of the site itself."""
    url = item.get(CANONICAL_URL)
    is_own = not host_of(url) or host_of(url) == host_of(item.get(SITE_URL))
    return "" if is_own else url
