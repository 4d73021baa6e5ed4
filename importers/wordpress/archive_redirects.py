"""The archives of the old site, by term, day and feed: where they are here."""

from collections.abc import Iterator

from django.urls import reverse

from importers.wordpress.context import ImportContext
from importers.wordpress.pages.articles import ArticleImporter
from importers.wordpress.pages.snippets import SnippetImporter
from importers.wordpress.redirects import of_term
from importers.wordpress.taxonomy_map import FORMAT, NOTHING, SECTION, TaxonomyChoice
from news.models import ArticleIndexPage, FormatIndexPage

FEED = "/feed/"
# What WordPress calls its feeds of everything.
FEEDS = ("/rss/", "/atom/", "/feed/rss/", "/feed/rss2/", "/feed/atom/", "/feed/rdf/",
         "/comments/feed/", "/?feed=rss2", "/?feed=atom", "/?feed=rss")  # fmt: skip


class Archives:
    """Leads from the archives of the old site to ours."""

    def __init__(self, move: ImportContext, directory: SnippetImporter) -> None:
        """Take the import, and who knows the terms above a term."""
        self.move, self.directory = move, directory

    def lead(self) -> None:
        """Lead from all archives but those of topics and people, which are led with them."""
        self.move.addresses.lead(FEEDS, to=FEED)
        for choice in self.move.mapping.choices.values():
            self._lead_term(choice)
        self.move.addresses.lead_each(
            (old, reverse("archive", args=parts)) for old, parts in sorted(set(self._days()))
        )

    def _lead_term(self, choice: TaxonomyChoice) -> None:
        term = choice.term
        olds = of_term(term.taxonomy, term.slug, self.directory.parents(term), term.id)
        if choice.becomes == SECTION:
            sections = ArticleIndexPage.objects.descendant_of(self.move.home)
            if section := sections.filter(title=choice.name).first():
                self.move.addresses.lead(olds, page=section)
        elif choice.becomes == FORMAT:
            address = FormatIndexPage.address_of(None, "entry", choice.name)
            self.move.addresses.lead(olds, to=address or reverse("archive"))
        elif choice.becomes == NOTHING or not choice.posts:
            self.move.addresses.lead(olds, to=reverse("archive"))

    def _days(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield the addresses of all years, months and days with posts, and what they are."""
        for item in self.move.store.items(ArticleImporter.types):
            moment = item.moment
            if item.status == "publish" and moment:
                parts = (moment.year, moment.month, moment.day)
                for size in (1, 2, 3):
                    old = "/".join(f"{part:02}" for part in parts[:size])
                    yield f"/{old}/", parts[:size]
