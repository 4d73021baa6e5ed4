"""The listing protocol: how any list of pages is fetched and what it may ask of a page.

A list asks a page for its `card_template`, `summary`, `listing_image`, `date_line` and for
`card_relations`, the relations that its card shows. So news, events and books stand in one list
without knowing of each other, at a number of queries that does not grow with the list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as PageOfList
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.queries import visible
from images.rendition_cache import prefetch_pictures

PER_PAGE = 20
# How much of a list is counted whichever part is asked for: readers are told of how many parts.
MAX_COUNT = 500


def fetch_cards(pages: PageQuerySet, *, bodies: bool = False) -> list[Page]:
    """Return the pages of a queryset ready to be drawn as cards, in its order.

    Far down a list the databases read all that they pass over: there it is their keys alone.
    """
    if pages.model is Page or pages.query.low_mark >= MAX_COUNT:
        return prefetch_cards(_of_own_types(pages, bodies=bodies))
    return prefetch_cards(card_queryset(pages, bodies=bodies))


def card_queryset(pages: PageQuerySet, *, bodies: bool = False) -> PageQuerySet:
    """Return pages of one type as their cards need them: without bodies, unless those are asked."""
    joins = getattr(pages.model, "listing_joins", ())
    pages = pages if bodies else pages.defer_streamfields()
    return pages.select_related(*joins) if joins else pages


def fetch_by_type(
    wanted: Mapping[type[Page], Iterable[int]], *, bodies: bool = False
) -> dict[int, Page]:
    """Return pages by id, those of each type fetched at once, without what belongs to them."""
    pages = {}
    for model, keys in wanted.items():
        pages |= card_queryset(model.objects.filter(pk__in=keys), bodies=bodies).in_bulk()
    return pages


def _of_own_types(pages: PageQuerySet, *, bodies: bool = False) -> list[Page]:
    """Return pages in their order, each of its own type."""
    order = dict(pages.values_list("pk", "content_type_id"))
    wanted = defaultdict(list)
    for pk, content_type in order.items():
        wanted[ContentType.objects.get_for_id(content_type).model_class()].append(pk)
    found = fetch_by_type(wanted, bodies=bodies)
    return [found[pk] for pk in order if pk in found]


def prefetch_cards(pages: Iterable[Page], *, without_images: bool = False) -> list[Page]:
    """Fetch what the cards of `pages` show, all but pictures where they are `without_images`.

    The number of queries is fixed. A relation of one name is the same in all page types, and is
    fetched for all of them at once.
    """
    pages = [page for page in pages if hasattr(page, "card_template")]
    relations = {model: model.card_relations() for model in {type(page): None for page in pages}}
    for relation in dict.fromkeys(each for found in relations.values() for each in found):
        having = [page for page in pages if relation in relations[type(page)]]
        prefetch_related_objects(having, relation)
    if not without_images:
        prefetch_pictures(page.listing_image for page in pages)
    return pages


def cards_by_id(
    ids: Iterable[int], beside: Sequence[Page] = (), *, without_images: bool = False
) -> dict[int, Page]:
    """Return the pages with these ids that everybody may read, ready to be drawn as cards.

    What pages `beside` them show by the same relations is fetched with theirs.
    """
    ids = list(ids)
    found = _of_own_types(visible(Page.objects.filter(pk__in=ids))) if ids else []
    prefetch_cards([*found, *beside], without_images=without_images)
    return {page.pk: page for page in found if hasattr(page, "card_template")}


class BoundedPaginator(Paginator):
    """Counts a list no further than readers go, as of a long list that takes longest."""

    def __init__(self, pages: Sequence[Page], part: str) -> None:
        """Take a list, and which part of it is asked for."""
        super().__init__(pages, PER_PAGE)
        # No list has more parts than seven digits tell.
        number = int(part) if part.isdecimal() and len(part) <= 7 else 1
        self.bound = max(MAX_COUNT, number * PER_PAGE) + 1

    @cached_property
    def count(self) -> int:
        """How much there is, or the bound where there is more."""
        if isinstance(self.object_list, QuerySet):
            return self.object_list.order_by()[: self.bound].count()
        return super().count

    @property
    def has_more(self) -> bool:
        """Whether there may be more than was counted."""
        return isinstance(self.object_list, QuerySet) and self.count == self.bound


def paginate(
    pages: Sequence[Page],
    request: HttpRequest,
    fetch: Callable[[Sequence[Page]], list[Page]] = fetch_cards,
) -> PageOfList:
    """Return the part of a list that the query parameter `page` asks for, the first by default.

    `fetch` makes cards of that part alone. Raises Http404 where there is no such part, so that
    no address of nothing is ever indexed.
    """
    asked = request.GET.get("page", "1")
    try:
        part = BoundedPaginator(pages, asked).page(asked)
    except InvalidPage as error:
        raise Http404("The list has no such page.") from error
    part.object_list = fetch(part.object_list)
    return part
