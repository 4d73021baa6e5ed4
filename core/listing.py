"""The listing protocol: how any listing of pages is fetched and what it needs of a page.

A page in a listing provides `card_template`, `summary`, `listing_image`, `date_line` and
`card_relations()`, the relations that its card displays. So a listing can mix articles, events and
books without imports between their apps, with a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as PaginatorPage
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.queries import visible
from images.rendition_cache import prefetch_pictures

PER_PAGE = 20
MAX_COUNT = 500  # pages that are counted in any case, to display the number of the last page


def fetch_cards(pages: PageQuerySet, *, bodies: bool = False) -> list[Page]:
    """Return the pages of a queryset in its order, with all that their cards display.

    A large OFFSET makes databases read the rows that they skip, so there we select only keys.
    """
    if pages.model is Page or pages.query.low_mark >= MAX_COUNT:
        return prefetch_cards(_specific(pages, bodies=bodies))
    return prefetch_cards(card_queryset(pages, bodies=bodies))


def card_queryset(pages: PageQuerySet, *, bodies: bool = False) -> PageQuerySet:
    """Return pages of one type as their cards need them: without StreamFields unless `bodies`."""
    joins = getattr(pages.model, "listing_joins", ())
    pages = pages if bodies else pages.defer_streamfields()
    return pages.select_related("locale", *joins)


def fetch_by_type(
    ids_by_type: Mapping[type[Page], Iterable[int]], *, bodies: bool = False
) -> dict[int, Page]:
    """Return pages by id, with one query for each type, without the relations of their cards."""
    pages = {}
    for model, keys in ids_by_type.items():
        pages |= card_queryset(model.objects.filter(pk__in=keys), bodies=bodies).in_bulk()
    return pages


def _specific(pages: PageQuerySet, *, bodies: bool = False) -> list[Page]:
    """Return the specific instances of `pages`, in the same order."""
    types = dict(pages.values_list("pk", "content_type_id"))
    ids_by_type = defaultdict(list)
    for pk, content_type in types.items():
        ids_by_type[ContentType.objects.get_for_id(content_type).model_class()].append(pk)
    fetched = fetch_by_type(ids_by_type, bodies=bodies)
    return [fetched[pk] for pk in types if pk in fetched]


def prefetch_cards(pages: Iterable[Page], *, without_images: bool = False) -> list[Page]:
    """Prefetch what the cards of `pages` display, and return the pages that have a card.

    A relation with the same name in several page types must be the same relation: it is fetched
    once for all types, so the number of queries is constant.
    """
    pages = [page for page in pages if hasattr(page, "card_template")]
    relations = {model: model.card_relations() for model in {type(page): None for page in pages}}
    for relation in dict.fromkeys(each for names in relations.values() for each in names):
        owners = [page for page in pages if relation in relations[type(page)]]
        prefetch_related_objects(owners, relation)
    if not without_images:
        prefetch_pictures(page.listing_image for page in pages)
    return pages


def cards_by_id(
    ids: Iterable[int], beside: Sequence[Page] = (), *, without_images: bool = False
) -> dict[int, Page]:
    """Return the visible pages with these ids, with all that their cards display.

    The relations of the cards of pages `beside` them are fetched in the same queries.
    """
    ids = list(ids)
    pages = _specific(visible(Page.objects.filter(pk__in=ids))) if ids else []
    prefetch_cards([*pages, *beside], without_images=without_images)
    return {page.pk: page for page in pages if hasattr(page, "card_template")}


class BoundedPaginator(Paginator):
    """A paginator that stops counting soon: COUNT(*) is the slowest query of a long listing.

    It counts up to MAX_COUNT pages, or up to the requested page number if that is further.
    """

    def __init__(self, pages: Sequence[Page], requested: str) -> None:
        super().__init__(pages, PER_PAGE)
        # No listing has page numbers of more than seven digits.
        number = int(requested) if requested.isdecimal() and len(requested) <= 7 else 1
        self.bound = max(MAX_COUNT, number * PER_PAGE) + 1

    @cached_property
    def count(self) -> int:
        """The number of pages in the listing, or `bound` if there are at least as many."""
        if isinstance(self.object_list, QuerySet):
            return self.object_list.order_by()[: self.bound].count()
        return super().count

    @property
    def has_more(self) -> bool:
        """Whether the listing may be longer than `count`."""
        return isinstance(self.object_list, QuerySet) and self.count == self.bound


def paginate(
    pages: Sequence[Page],
    request: HttpRequest,
    fetch: Callable[[Sequence[Page]], list[Page]] = fetch_cards,
) -> PaginatorPage:
    """Return the page of a listing that the query parameter `page` names, by default the first.

    `fetch` is called with that page's slice only. Raise Http404 if the listing is shorter, so that
    search engines index no empty pages.
    """
    requested = request.GET.get("page", "1")
    try:
        page = BoundedPaginator(pages, requested).page(requested)
    except InvalidPage as error:
        raise Http404("The listing has no such page.") from error
    page.object_list = fetch(page.object_list)
    return page
