"""Posts become articles, pages standing pages."""

import re

from wagtail.models import Page

from home.models import StandardPage
from importers.mapping import FORMAT, SECTION
from importers.markup.context import Body
from importers.pages import PageMaker
from importers.wordpress.records import Item
from news.formats import Format
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


class ArticleMaker(PageMaker):
    """Makes articles of posts."""

    types = ("post",)
    model = ArticlePage
    summary_field = "standfirst"

    def parent(self, item: Item) -> Page:
        """Return the section of the first category that is one, or the first section."""
        for choice in self.chosen(item, SECTION):
            found = ArticleIndexPage.objects.descendant_of(self.move.home).filter(title=choice.name)
            if section := found.order_by("path").first():
                return section
            return self.move.add_list(ArticleIndexPage, choice.name, choice.term.slug)
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
            "published_at": None if self.is_to_come(item) else item.moment,
        }

    def propose(self, item: Item, standfirst: str) -> None:
        """Note names in a standfirst, for somebody to look at: nothing is guessed into data."""
        for pattern in NAMED:
            for found in pattern.finditer(standfirst):
                source = found.groupdict().get("source") or ""
                names = found["names"] + (f" ({source.strip()})" if source else "")
                row = (item.title, names, standfirst)
                if row not in self.move.report.proposals:
                    self.move.report.proposals.append(row)


class StandingPageMaker(PageMaker):
    """Makes standing pages of pages, with their hierarchy."""

    types = ("page",)
    model = StandardPage

    def parent(self, item: Item) -> Page:
        """Return the page that the one above it became, or the front page."""
        known = self.move.ledger.get("page", item.parent) if item.parent else None
        found = known and known.became
        return found or self.move.home

    def relate(self, page: Page, item: Item, body: Body) -> None:
        """Standing pages name nobody."""
