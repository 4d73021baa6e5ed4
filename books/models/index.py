"""The catalogue: the books of the press, narrowed by what readers look for."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import path

from books.filters import BookFilters, book_choices
from books.models.pages import BookPage, BookPageQuerySet
from core.feeds import CardFeed
from core.index_pages import IndexPage
from core.listing import paginate
from core.models import DirectoryEntry
from core.queries import children_of


class BookIndexPage(IndexPage):
    """The catalogue of the press."""

    subpage_types = ["books.BookPage"]
    is_singleton_index = True

    class Meta:
        verbose_name = "catalogue of books"
        verbose_name_plural = "catalogues of books"

    def get_listing(self) -> BookPageQuerySet:
        """Return the visible books of the catalogue, newest first."""
        return children_of(BookPage.objects.newest_first(), self)

    @path("")
    def list_pages(self, request: HttpRequest) -> HttpResponse:
        """Show the books that were asked for."""
        return self._list(request, BookFilters.read(request.GET), self.get_listing())

    @path("imprint/<slug:slug>/", name="imprint")
    def list_imprint(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the books of one imprint."""
        books = BookPage.objects.newest_first().filter(imprints__imprint__slug=slug)
        book = books.prefetch_related("imprints").first()
        entry = book and next(each for each in book.publishers if each.slug == slug)
        return self._list_of(request, entry, books, "imprint")

    @path("series/<slug:slug>/", name="series")
    def list_series(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the books of one series, the last one first."""
        books = BookPage.objects.newest_first().filter(series__slug=slug)
        book = books.select_related("series").first()
        return self._list_of(request, book and book.series, books, "series")

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Return the newest of the books that were asked for as an Atom feed."""
        filters = BookFilters.read(request.GET)
        books = filters.apply(self.get_listing())
        return CardFeed(self.title, self.get_url(request) + filters.query, books)(request)

    def _list_of(
        self, request: HttpRequest, entry: DirectoryEntry | None, books: BookPageQuerySet, name: str
    ) -> HttpResponse:
        """Show the books of an entry of the directory; raises Http404 where there is none."""
        if entry is None:
            raise Http404("There is no such list of books.")
        filters = BookFilters.read({**request.GET.dict(), name: entry.slug})
        return self._list(request, filters, books, entry=entry)

    def _list(
        self, request: HttpRequest, filters: BookFilters, books: BookPageQuerySet, **context: object
    ) -> HttpResponse:
        """Show one part of a list of books, narrowed by filters."""
        pages = paginate(filters.apply(books), request)
        shown = filters.shown(book_choices(books))
        return self.render(request, context_overrides={"pages": pages, **shown, **context})
