"""The catalogue: a listing of books with filters."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from books.filters import BookFilters, book_choices, sorted_keys
from books.models.pages import BookPage, BookPageQuerySet
from core.feeds import CardFeed
from core.index_pages import IndexPage, entry_locations
from core.listing import fetch_cards, paginate
from core.models import DirectoryEntry
from core.queries import children_of


class BookIndexPage(IndexPage):
    """The catalogue of books."""

    page_description = _("A catalogue, which lists its books.")
    subpage_types = ["books.BookPage"]
    is_singleton_index = True
    list_kind = "shelf"

    class Meta:
        verbose_name = _("catalogue of books")
        verbose_name_plural = _("catalogues of books")

    def get_listing(self) -> BookPageQuerySet:
        """Return the visible books of the catalogue, newest first."""
        return children_of(BookPage.objects.newest_first(), self)

    def get_imprints(self) -> list[DirectoryEntry]:
        """Return the imprints with visible books."""
        books = BookPage.objects.visible().order_by().values("pk")
        rows = BookPage._meta.get_field("imprints").related_model.objects.filter(page__in=books)
        return list({row.imprint_id: row.imprint for row in rows}.values())

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, object]]:
        """Return the sitemap entries of the catalogue and of the list of each imprint."""
        return [*super().get_sitemap_urls(request), *entry_locations(self.get_imprints(), request)]

    @path("")
    def list_pages(self, request: HttpRequest) -> HttpResponse:
        """Display the books that match the filters."""
        return self._list(request, BookFilters.read(request.GET), self.get_listing())

    @path("imprint/<slug:slug>/", name="imprint")
    def list_imprint(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Display the books of an imprint."""
        books = BookPage.objects.newest_first().filter(imprints__imprint__slug=slug)
        book = books.prefetch_related("imprints").first()
        entry = book and next(each for each in book.publishers if each.slug == slug)
        return self._list_of_entry(request, entry, books, "imprint")

    @path("series/<slug:slug>/", name="series")
    def list_series(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Display the books of a series, newest first."""
        books = BookPage.objects.newest_first().filter(series__slug=slug)
        book = books.select_related("series").first()
        return self._list_of_entry(request, book and book.series, books, "series")

    @path("feed/", name="feed")
    @path("feed/json/", name="json_feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Return an Atom feed of the newest books that match the filters."""
        filters = BookFilters.read(request.GET)
        books = filters.apply(self.get_listing())
        title = filters.title(self.title, book_choices, self.get_listing())
        return CardFeed(title, self.get_url(request) + filters.query, books)(request)

    def _list_of_entry(
        self, request: HttpRequest, entry: DirectoryEntry | None, books: BookPageQuerySet, name: str
    ) -> HttpResponse:
        """Display the books of an imprint or a series; raise Http404 if there is none."""
        if entry is None:
            raise Http404("There is no such list of books.")
        filters = BookFilters.read({**request.GET.dict(), name: entry.slug})
        return self._list(request, filters, books, entry=entry)

    def _list(
        self, request: HttpRequest, filters: BookFilters, books: BookPageQuerySet, **context: object
    ) -> HttpResponse:
        found = filters.apply(books)
        if filters.sort:
            pages = paginate(sorted_keys(found, filters.sort), request, fetch_books)
        else:
            pages = paginate(found, request)
        context |= filters.template_context(book_choices(books))
        context["sorted"] = filters.sorted_queries()
        return self.render(request, context_overrides={"pages": pages, **context})


def fetch_books(keys: list[int]) -> list[BookPage]:
    """Return the books with these ids, in the same order, with all that their cards display."""
    books = {book.pk: book for book in fetch_cards(BookPage.objects.filter(pk__in=keys))}
    return [books[key] for key in keys if key in books]
