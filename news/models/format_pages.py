"""The pages of all articles of one kind."""

from dataclasses import dataclass
from typing import Self

from django.http import Http404, HttpRequest

from core.index_pages import DirectoryIndexPage
from news.choices import Format
from news.models.pages import ArticlePage, ArticlePageQuerySet


@dataclass(frozen=True)
class FormatEntry:
    """A format as the directory shows it."""

    name: str
    slug: str

    @classmethod
    def of(cls, kind: Format) -> Self:
        """Return the entry of a format."""
        return cls(str(kind.label), kind.value)

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the address of the page of all its articles, where the site has such pages."""
        return FormatIndexPage.entry_url(self, request)


class FormatIndexPage(DirectoryIndexPage):
    """The list of formats, and below it a page of all articles of each of them."""

    max_count = 1
    subpage_types = []
    entry_template = "core/directory_entry.html"

    class Meta:
        verbose_name = "formats page"

    def get_entries(self) -> list[FormatEntry]:
        """Return the formats of which there is an article that everybody may read."""
        used = set(
            ArticlePage.objects.visible().order_by().values_list("format", flat=True).distinct()
        )
        return [FormatEntry.of(kind) for kind in Format if kind in used]

    def find_entry(self, slug: str) -> FormatEntry:
        """Return a format; raises Http404 where no article has it."""
        for entry in self.get_entries():
            if entry.slug == slug:
                return entry
        raise Http404("There is no article of this format.")

    def get_listing(self, entry: FormatEntry) -> ArticlePageQuerySet:
        """Return the visible articles of a format, the latest first."""
        return ArticlePage.objects.filter(format=entry.slug).latest_first()
