"""What of the index everybody may read now, asked of the database in one condition.

No entry says it by itself: a page that is unpublished, moves below a private one or expires is out
of reach from then on, whatever the index still has of it.
"""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Cast, Now
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex

from contributors.models import Contribution
from core.queries import IsClosed
from documents.models import SiteDocument
from topics.models import TopicAssignment

# So many closed pages are looked up by the places below them.
MOST_ROOTS = 20


def visible_entries() -> Q:
    """Return the condition for entries that everybody may read."""
    return visible_pages() | of_visible_pages()


def visible_pages() -> Q:
    """Return the condition for entries of pages that everybody may read."""
    return _not_hidden() if connection.vendor == "postgresql" else _visible_page("page__")


@cache
def of_visible_pages() -> Q:
    """Return the condition for people, topics and documents; to make it takes milliseconds."""
    people = _on_visible_pages(Contribution, contributor=OuterRef("contributor"))
    topics = _on_visible_pages(TopicAssignment, topic=OuterRef("topic"))
    return Q(Exists(people)) | Q(Exists(topics)) | Q(Exists(_documents()))


def _not_hidden() -> Q:
    """Return the same condition for the page of an entry, asked the other way round.

    Of all pages only a few may not be read: PostgreSQL compares thousands of hits with those
    faster than it looks up the page of each. Two indexes of this app lead to them.
    """
    pages = Page.objects.order_by()
    hidden = [pages.filter(live=False), pages.filter(expire_at__lte=Now())]
    roots = list(PageViewRestriction.objects.values_list("page__path", flat=True)[: MOST_ROOTS + 1])
    if len(roots) > MOST_ROOTS:
        hidden.append(pages.filter(IsClosed(PageViewRestriction, "page", "path")))
    else:
        hidden += [pages.filter(path__startswith=root) for root in roots]
    condition = Q(page__isnull=False)
    for each in hidden:
        condition &= ~Q(page__in=each.values("pk"))
    return condition


def _visible_page(prefix: str = "") -> Q:
    """Return the condition that everybody may read a page now; one that expired nobody may."""
    not_over = Q(**{f"{prefix}expire_at": None}) | Q(**{f"{prefix}expire_at__gt": Now()})
    closed = IsClosed(PageViewRestriction, "page", f"{prefix}path")
    return Q(**{f"{prefix}live": True}) & not_over & ~Q(closed)


def _on_visible_pages(rows: type[Model], **which: OuterRef) -> QuerySet:
    return rows.objects.order_by().filter(_visible_page("page__"), **which)


def _documents() -> QuerySet:
    """Return the document of an entry where a page that everybody may read names it.

    A file that only a draft names is nobody's business yet.
    """
    types = ContentType.objects.get_for_models(Page, SiteDocument)
    of_page = When(base_content_type=types[Page], then=Cast("object_id", BigIntegerField()))
    naming = ReferenceIndex.objects.filter(
        to_content_type=types[SiteDocument], to_object_id=Cast(OuterRef("pk"), CharField())
    ).annotate(page_key=Case(of_page))
    pages = Page.objects.order_by().filter(_visible_page(), pk=OuterRef("page_key"))
    return SiteDocument.objects.filter(
        Exists(naming.filter(Exists(pages))),
        ~IsClosed(CollectionViewRestriction, "collection", "collection__path"),
        pk=OuterRef("document"),
    )
