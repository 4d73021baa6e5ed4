"""The pages of all articles of one kind."""

from django.db.models import Count
from django.http import Http404, HttpRequest
from wagtail.models import Page

from core.indexes import DirectoryIndexPage
from news.formats import Format, FormatEntry
from news.models.pages import ArticlePage, ArticlePageQuerySet


class FormatIndexPage(DirectoryIndexPage):
    """The list of formats, and below it a page of all articles of each of them."""

    max_count = 1
    subpage_types = []
    entry_template = "core/directory_entry.html"

    class Meta:
        verbose_name = "formats page"

    @classmethod
    def format_url(cls, article: Page, request: HttpRequest | None) -> str | None:
        """Return the address of the page of an article's format, if the site has such pages."""
        return cls.address_of(request, "entry", article.format)

    def get_entries(self) -> list[FormatEntry]:
        """Return the formats of which there is an article that everybody may read."""
        counted = ArticlePage.objects.visible().order_by().values_list("format")
        used = dict(counted.annotate(articles=Count("pk")))
        return [
            FormatEntry(str(kind.label), kind.value, f"{self.get_url()}{kind.value}/")
            for kind in Format
            if kind.value in used
        ]

    def find_entry(self, slug: str) -> FormatEntry:
        """Return a format; raises Http404 where no article has it."""
        for entry in self.get_entries():
            if entry.slug == slug:
                return entry
        raise Http404("There is no article of this format.")

    def get_listing(self, entry: FormatEntry) -> ArticlePageQuerySet:
        """Return the visible articles of a format, the latest first."""
        return ArticlePage.objects.filter(format=entry.slug).latest_first()
