"""Database conditions for the index entries that every reader may see now.

Visibility is not stored in the index: a page that is unpublished, expires or moves below a private
page is excluded from then on, even if its entry still exists.
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
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from contributors.models import Contribution
from core.queries import IsRestricted, IsRestrictedPage, IsRestrictedRoot, not_expired
from documents.models import SiteDocument
from topics.models import TopicAssignment

# Up to so many restricted pages are each matched by a path prefix.
MAX_RESTRICTED_ROOTS = 20


def visible_entries() -> Q:
    """Return the condition for entries that every reader may see."""
    return visible_pages() | of_visible_pages()


def visible_pages() -> Q:
    """Return the condition for entries of visible pages."""
    return _not_hidden() if connection.vendor == "postgresql" else _visible_page("page__")


@cache
def of_visible_pages() -> Q:
    """Return the condition for contributors, topics and documents that visible pages use.

    Cached, because building it takes milliseconds.
    """
    contributors = _on_visible_pages(Contribution, contributor=OuterRef("contributor"))
    topics = _on_visible_pages(TopicAssignment, topic=OuterRef("topic"))
    return Q(Exists(contributors)) | Q(Exists(topics)) | Q(Exists(_documents()))


def _not_hidden() -> Q:
    """Return the condition for entries of visible pages as an exclusion of hidden pages.

    Few pages are hidden: PostgreSQL excludes them from thousands of hits faster than it looks up
    the page of each hit. Two indexes in migration 0002 find the hidden pages.
    """
    pages = Page.objects.order_by()
    hidden = [pages.filter(live=False), pages.filter(expire_at__lte=Now())]
    roots = pages.filter(IsRestrictedRoot("pk")).values_list("path", flat=True)
    roots = list(roots[: MAX_RESTRICTED_ROOTS + 1])
    if len(roots) > MAX_RESTRICTED_ROOTS:
        hidden.append(pages.filter(IsRestrictedPage("path")))
    else:
        hidden += [pages.filter(path__startswith=root) for root in roots]
    condition = Q(page__isnull=False)
    for each in hidden:
        condition &= ~Q(page__in=each.values("pk"))
    return condition


def _visible_page(prefix: str = "") -> Q:
    """Return the condition that a page is live, not expired and not restricted."""
    restricted = IsRestrictedPage(f"{prefix}path")
    return Q(**{f"{prefix}live": True}) & not_expired(prefix) & ~Q(restricted)


def _on_visible_pages(model: type[Model], **lookup: OuterRef) -> QuerySet:
    return model.objects.order_by().filter(_visible_page("page__"), **lookup)


def _documents() -> QuerySet:
    """Return the document of an entry if a visible page uses it; a draft does not count."""
    types = ContentType.objects.get_for_models(Page, SiteDocument)
    of_page = When(base_content_type=types[Page], then=Cast("object_id", BigIntegerField()))
    references = ReferenceIndex.objects.filter(
        to_content_type=types[SiteDocument], to_object_id=Cast(OuterRef("pk"), CharField())
    ).annotate(page_pk=Case(of_page))
    pages = Page.objects.order_by().filter(_visible_page(), pk=OuterRef("page_pk"))
    return SiteDocument.objects.filter(
        Exists(references.filter(Exists(pages))),
        ~IsRestricted(CollectionViewRestriction, "collection", "collection__path"),
        pk=OuterRef("document"),
    )
