"""The listings of articles by format."""

from dataclasses import dataclass
from typing import Self

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from core.index_pages import DirectoryIndexPage
from news.choices import Format
from news.models.pages import ArticlePage, ArticlePageQuerySet


@dataclass(frozen=True)
class FormatEntry:
    """A format as an entry of the directory."""

    name: str
    slug: str

    @classmethod
    def of(cls, article_format: Format) -> Self:
        """Return the entry of a format."""
        return cls(str(article_format.label), article_format.value)

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the URL of the listing, or None if the site has no FormatIndexPage."""
        return FormatIndexPage.entry_url(self, request)


class FormatIndexPage(DirectoryIndexPage):
    """The list of formats, with a listing of articles for each."""

    page_description = _("Lists articles by format: reviews, interviews and others.")
    max_count = 1
    subpage_types = []
    entry_template = "core/directory_entry.html"

    class Meta:
        verbose_name = _("formats page")

    def get_entries(self) -> list[FormatEntry]:
        """Return the formats of visible articles."""
        used = set(
            ArticlePage.objects.visible().order_by().values_list("format", flat=True).distinct()
        )
        return [FormatEntry.of(each) for each in Format if each in used]

    def find_entry(self, slug: str) -> FormatEntry:
        """Return a format. Raise Http404 if no visible article has it."""
        for entry in self.get_entries():
            if entry.slug == slug:
                return entry
        raise Http404("There is no article of this format.")

    def get_listing(self, entry: FormatEntry) -> ArticlePageQuerySet:
        """Return the visible articles of a format, the latest first."""
        return ArticlePage.objects.filter(format=entry.slug).latest_first()
