"""Redirect the source site's archives, by term and feed, to the archives of this site."""

from django.urls import reverse

from importers.context import ImportContext
from importers.pages.snippets import SnippetImporter
from importers.taxonomy_map import FORMAT, NOTHING, SECTION, TaxonomyChoice
from news.models import FormatIndexPage

FEED = "/feed/"


class ArchiveRedirects:
    """Redirects from the archives of the source site."""

    def __init__(self, context: ImportContext, snippets: SnippetImporter) -> None:
        self.context, self.snippets = context, snippets

    def add_all(self) -> None:
        """Redirect all archives except topics and authors, whose importers do that."""
        self.context.redirects.add(self.context.format.feeds, to=FEED)
        for choice in self.context.mapping.choices.values():
            self._add_term(choice)

    def _add_term(self, choice: TaxonomyChoice) -> None:
        term = choice.term
        parents = self.snippets.parent_slugs(term)
        urls = self.context.format.term_urls(term.taxonomy, term.slug, parents, term.id)
        if choice.becomes == SECTION:
            if section := self.context.section(choice.name):
                self.context.redirects.add(urls, page=section, has_feed=True)
        elif choice.becomes == FORMAT:
            url = FormatIndexPage.route_url(None, "entry", choice.name)
            self.context.redirects.add(urls, to=url or reverse("archive"), has_feed=bool(url))
        elif choice.becomes == NOTHING or not choice.posts:
            self.context.redirects.add(urls, to=reverse("archive"))
