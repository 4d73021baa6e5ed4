"""Redirect the source site's archives, by term, date and feed, to the archives of this site."""

from collections.abc import Iterator

from django.urls import reverse

from importers.wordpress.context import ImportContext
from importers.wordpress.pages.articles import ArticleImporter
from importers.wordpress.pages.snippets import SnippetImporter
from importers.wordpress.redirects import term_urls
from importers.wordpress.taxonomy_map import FORMAT, NOTHING, SECTION, TaxonomyChoice
from news.models import ArticleIndexPage, FormatIndexPage

FEED = "/feed/"
# The feeds of a whole WordPress site.
SOURCE_FEEDS = ("/rss/", "/atom/", "/feed/rss/", "/feed/rss2/", "/feed/atom/", "/feed/rdf/",
                "/comments/feed/", "/?feed=rss2", "/?feed=atom", "/?feed=rss")  # fmt: skip


class ArchiveRedirects:
    """Redirects from the archives of the source site."""

    def __init__(self, context: ImportContext, snippets: SnippetImporter) -> None:
        self.context, self.snippets = context, snippets

    def add_all(self) -> None:
        """Redirect all archives except topics and authors, whose importers do that."""
        self.context.redirects.add(SOURCE_FEEDS, to=FEED)
        for choice in self.context.mapping.choices.values():
            self._add_term(choice)
        self.context.redirects.add_pairs(
            (url, reverse("archive", args=parts))
            for url, parts in sorted(set(self._date_archives()))
        )

    def _add_term(self, choice: TaxonomyChoice) -> None:
        term = choice.term
        urls = term_urls(term.taxonomy, term.slug, self.snippets.parent_slugs(term), term.id)
        if choice.becomes == SECTION:
            sections = ArticleIndexPage.objects.descendant_of(self.context.home)
            if section := sections.filter(title=choice.name).first():
                self.context.redirects.add(urls, page=section)
        elif choice.becomes == FORMAT:
            url = FormatIndexPage.route_url(None, "entry", choice.name)
            self.context.redirects.add(urls, to=url or reverse("archive"))
        elif choice.becomes == NOTHING or not choice.posts:
            self.context.redirects.add(urls, to=reverse("archive"))

    def _date_archives(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield URL and numbers of each year, month and day with posts, repeatedly."""
        for item in self.context.store.items(ArticleImporter.types):
            moment = item.published_at
            if item.status == "publish" and moment:
                parts = (moment.year, moment.month, moment.day)
                for size in (1, 2, 3):
                    path = "/".join(f"{part:02}" for part in parts[:size])
                    yield f"/{path}/", parts[:size]
