"""Import posts as articles, and pages as standard pages."""

import re

from django.db.models import Model
from django.utils.translation import pgettext
from wagtail.models import Page

from home.models import StandardPage
from importers.html.result import Body
from importers.pages.base import PageImporter
from importers.resolver import plain_text
from importers.source.records import Item
from importers.status import is_public
from importers.taxonomy_map import FORMAT, SECTION, TOPIC
from news.choices import Format
from news.models import ArticleIndexPage, ArticlePage

# WordPress's post formats.
POST_FORMATS = {"post-format-video": Format.VIDEO}
# A name in a standfirst: two to four capitalised words.
NAME = r"[^\W\d_a-z][\w’'-]+(?: (?:[^\W\d_a-z][\w’'-]+|de|del|van|von|der|la|al-\w+)){1,3}"
NAMES = rf"(?P<names>{NAME}(?:(?:, | and |, and ){NAME})*)"
VERBS = "argues?|reports?|writes?|asks?|says?|explores?|reviews?|explains?|looks? at"
NAME_PATTERNS = tuple(
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
    """Imports posts as articles."""

    types = ("post",)
    model = ArticlePage
    summary_field = "standfirst"

    def parent(self, item: Item) -> Page:
        """Return the section of the item's first category that is one, or the first section."""
        for choice in self.choices_for(item, SECTION):
            slug = choice.term.slug
            return self.context.get_or_create_index_page(
                ArticleIndexPage, choice.name, slug, any_title=False
            )
        title = pgettext("section", "News")
        return self.context.get_or_create_index_page(ArticleIndexPage, title, "news")

    def fields(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of an article's fields; propose names for its byline."""
        formats = [choice.name for choice in self.choices_for(item, FORMAT)]
        formats += [
            POST_FORMATS[slug] for slug, _ in item.terms_of("post_format") if slug in POST_FORMATS
        ]
        for name in dict.fromkeys(formats[1:]):
            if name != formats[0]:
                body.warn(FORMAT, f"It has the format “{formats[0]}”, and not this one: {name}")
        values = super().fields(item, body)
        self.propose_names(item, values["standfirst"])
        return values | {
            "format": next(iter(formats), Format.NEWS),
            "published_at": item.published_at if is_public(item) else None,
        }

    def report_terms(self, item: Item, body: Body) -> None:
        """Warn of the sections that an article is not in, as it can be in one only."""
        names = [choice.name for choice in self.choices_for(item, SECTION)]
        for name in dict.fromkeys(names[1:]):
            if name != names[0]:
                body.warn(
                    SECTION, f"It is in the section “{names[0]}”, and not in this one: {name}"
                )

    def propose_names(self, item: Item, standfirst: str) -> None:
        """Report the names in a standfirst for an editor to check; the byline is not changed."""
        matches = [match for pattern in NAME_PATTERNS for match in pattern.finditer(standfirst)]
        sources = [match.groupdict().get("source") for match in matches]
        names = [
            match["names"] + (f" ({source.strip()})" if source else "")
            for match, source in zip(matches, sources, strict=True)
        ]
        if names:
            rows = [(each, standfirst) for each in dict.fromkeys(names)]
            found = self.context.report.proposals.setdefault(plain_text(item.title), [])
            found += [row for row in rows if row not in found]


class StandardPageImporter(PageImporter):
    """Imports pages as standard pages, with their hierarchy."""

    types = ("page",)
    model = StandardPage

    def parent(self, item: Item) -> Page:
        """Return the page of the item's parent, or the home page."""
        known = self.context.ledger.get("page", item.parent) if item.parent else None
        page = known and known.target
        return page or self.context.home

    def report_terms(self, item: Item, body: Body) -> None:
        """Warn of the topics as well."""
        super().report_terms(item, body)
        for choice in self.choices_for(item, TOPIC):
            body.warn(
                TOPIC, f"Standard pages have no topics, so this one was left out: {choice.name}"
            )

    def related_rows(self, item: Item, body: Body) -> dict[str, list[Model]]:
        """Return no rows: standard pages have neither contributors nor topics."""
        return {}
