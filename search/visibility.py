"""What of the index everybody may read now, asked of the database in one condition.

No entry says it by itself: a page that is unpublished, moves below a private one or expires is out
of reach from then on, whatever the index still has of it.
"""

from django.contrib.contenttypes.models import ContentType
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
from django.db.models.functions import Cast
from django.utils.timezone import now
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex

from contributors.models import Contribution
from core.visibility import closing
from documents.models import SiteDocument
from topics.models import TopicAssignment


def visible_entries() -> Q:
    """Return the condition for entries that everybody may read."""
    people = _on_visible_pages(Contribution, contributor=OuterRef("contributor"))
    topics = _on_visible_pages(TopicAssignment, topic=OuterRef("topic"))
    return _visible_page("page__") | Q(Exists(people)) | Q(Exists(topics)) | Q(Exists(_documents()))


def _visible_page(prefix: str = "") -> Q:
    """Return the condition that everybody may read a page now; one that expired nobody may."""
    not_over = Q(**{f"{prefix}expire_at": None}) | Q(**{f"{prefix}expire_at__gt": now()})
    closed = Exists(closing(PageViewRestriction, "page", f"{prefix}path"))
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
        ~Exists(closing(CollectionViewRestriction, "collection", "collection__path")),
        pk=OuterRef("document"),
    )
