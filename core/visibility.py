"""What everybody may read now."""

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
)
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet


def visible(pages: PageQuerySet) -> PageQuerySet:
    """Return those of `pages` that are published, and behind no password or sign-in.

    The same as Wagtail's `live().public()`, which reads all restrictions first: here the database
    looks them up itself, so that a page with many lists asks no more questions.
    """
    return pages.live().filter(~Exists(closing(PageViewRestriction, "page", "path")))


def closing(restrictions: type[Model], node: str, path: str) -> QuerySet:
    """Return the restrictions of what stands at `path` in a tree, or above it.

    The path of the closed node is a subquery: of a join, SQLite would read all pages for each page
    that it asks about.
    """
    nodes = restrictions._meta.get_field(node).related_model.objects.order_by()
    theirs = Subquery(nodes.filter(pk=OuterRef(f"{node}_id")).values("path"))
    asked = ExpressionWrapper(OuterRef(path), output_field=CharField())
    found = restrictions.objects.order_by().alias(asked=asked, theirs=theirs)
    return found.filter(asked__startswith=F("theirs"))
