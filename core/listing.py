"""The listing protocol: how any list of pages is fetched and what it may ask of a page.

A list asks a page for its `card_template`, `summary`, `listing_image`, `date_line` and for
`card_relations`, the relations that its card shows. So news, events and books stand in one list
without knowing of each other, at a number of queries that does not grow with the list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as PageOfList
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.visibility import visible

PER_PAGE = 20


def fetch_cards(pages: PageQuerySet, *, bodies: bool = False) -> list[Page]:
    """Return the pages of a queryset ready to be drawn as cards, in its order."""
    if pages.model is Page:
        found = pages.values_list("pk", "content_type_id")
        return prefetch_cards(_of_own_types(found, bodies=bodies))
    return prefetch_cards(bare_cards(pages, bodies=bodies))


def bare_cards(pages: PageQuerySet, *, bodies: bool = False) -> PageQuerySet:
    """Return pages of one type as their cards need them: without bodies, unless those are asked."""
    joins = getattr(pages.model, "listing_joins", ())
    pages = pages if bodies else pages.defer_streamfields()
    return pages.select_related(*joins) if joins else pages


def _of_own_types(found: Iterable[tuple[int, int]], *, bodies: bool) -> list[Page]:
    """Return pages, each of its own type, for pairs of their key and the key of that type."""
    order = dict(found)
    by_type = defaultdict(list)
    for pk, content_type in order.items():
        by_type[content_type].append(pk)
    pages = {}
    for content_type, keys in by_type.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        pages |= bare_cards(model.objects.filter(pk__in=keys), bodies=bodies).in_bulk()
    return [pages[pk] for pk in order if pk in pages]


def prefetch_cards(pages: Iterable[Page]) -> list[Page]:
    """Fetch what the cards of `pages` show, with a fixed number of queries for each page type."""
    pages = [page for page in pages if hasattr(page, "card_template")]
    by_type = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for model, group in by_type.items():
        prefetch_related_objects(group, *model.card_relations())
    return pages


def cards_by_id(ids: Iterable[int]) -> dict[int, Page]:
    """Return the pages with these ids that everybody may read, ready to be drawn as cards."""
    ids = list(ids)
    if not ids:
        return {}
    return {page.pk: page for page in fetch_cards(visible(Page.objects.filter(pk__in=ids)))}


def paginate(
    pages: Sequence[Page],
    request: HttpRequest,
    fetch: Callable[[Sequence[Page]], list[Page]] = fetch_cards,
) -> PageOfList:
    """Return the part of a list that the query parameter `page` asks for, the first by default.

    `fetch` makes cards of that part alone. Raises Http404 where there is no such part, so that
    no address of nothing is ever indexed.
    """
    try:
        part = Paginator(pages, PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404("The list has no such page.") from error
    part.object_list = fetch(part.object_list)
    return part
