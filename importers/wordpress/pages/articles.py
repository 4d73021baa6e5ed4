"""Posts become articles, pages standing pages."""

import re

from django.db.models import Model
from wagtail.models import Page

from home.models import StandardPage
from importers.wordpress.html.result import Body
from importers.wordpress.pages.base import PageImporter
from importers.wordpress.resolver import plain_text
from importers.wordpress.status import is_public
from importers.wordpress.taxonomy_map import FORMAT, SECTION
from importers.wordpress.wxr.records import Item
from news.choices import Format
from news.models import ArticleIndexPage, ArticlePage

# What WordPress calls the formats of posts.
POST_FORMATS = {"post-format-video": Format.VIDEO}
# Names as they stand in a standfirst: two to four words with capitals.
NAME = r"[^\W\d_a-z][\w’'-]+(?: (?:[^\W\d_a-z][\w’'-]+|de|del|van|von|der|la|al-\w+)){1,3}"
NAMES = rf"(?P<names>{NAME}(?:(?:, | and |, and ){NAME})*)"
VERBS = "argues?|reports?|writes?|asks?|says?|explores?|reviews?|explains?|looks? at"
NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:{VERBS}) {NAMES}",
        rf"{NAMES} (?:{VERBS})\b",
        rf"\b[Bb]y {NAMES}",
        rf"{NAMES} writing in (?P<source>[^.,;]+)",
        rf"\b(?:interview with|interviews|spoke to|talks to) {NAMES}",
    )
)


class ArticleImporter(PageImporter):
    """Makes articles of posts."""

    types = ("post",)
    model = ArticlePage
    summary_field = "standfirst"

    def parent(self, item: Item) -> Page:
        """Return the section of the first category that is one, or the first section."""
        for choice in self.chosen(item, SECTION):
            slug = choice.term.slug
            return self.move.first(ArticleIndexPage, choice.name, slug, any_title=False)
        return self.move.first(ArticleIndexPage, "News", "news")

    def fields(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of an article."""
        formats = [choice.name for choice in self.chosen(item, FORMAT)]
        formats += [
            POST_FORMATS[slug] for slug, _ in item.of("post_format") if slug in POST_FORMATS
        ]
        values = super().fields(item, body)
        self.propose(item, values["standfirst"])
        return values | {
            "format": next(iter(formats), Format.NEWS),
            "published_at": item.moment if is_public(item) else None,
        }

    def propose(self, item: Item, standfirst: str) -> None:
        """Note names in a standfirst, for somebody to look at: nothing is guessed into data."""
        found = [match for pattern in NAMED for match in pattern.finditer(standfirst)]
        sources = [match.groupdict().get("source") for match in found]
        names = [
            match["names"] + (f" ({source.strip()})" if source else "")
            for match, source in zip(found, sources, strict=True)
        ]
        if names:
            rows = [(each, standfirst) for each in dict.fromkeys(names)]
            self.move.report.proposals[plain_text(item.title)] = rows


class StandingPageMaker(PageImporter):
    """Makes standing pages of pages, with their hierarchy."""

    types = ("page",)
    model = StandardPage

    def parent(self, item: Item) -> Page:
        """Return the page that the one above it became, or the front page."""
        known = self.move.ledger.get("page", item.parent) if item.parent else None
        found = known and known.became
        return found or self.move.home

    def names(self, item: Item, body: Body) -> dict[str, list[Model]]:
        """Return nothing: standing pages name nobody."""
        return {}
