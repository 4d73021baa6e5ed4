"""Querysets of visible pages, and queries that stay fast in large indexes.

A database cannot know whether it is faster to read the few children of an index or to scan all
pages by date until enough are found. Here the number of children is known.
"""

from datetime import datetime

from django.db import connection
from django.db.models import BooleanField, DateTimeField, Exists, Func, Model, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone, localtime
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

# From here on a list is found sooner by date among all pages.
LARGE_INDEX = 1_000


def children_of(pages: PageQuerySet, index: Page) -> PageQuerySet:
    """Return those of `pages` that stand in an index, below which nothing else has pages below."""
    if index.numchild >= LARGE_INDEX:
        return pages.descendant_of(index)
    return pages.filter(pk__in=index.get_children().order_by().values("pk"))


def newest_tagged(assignments: QuerySet) -> PageQuerySet:
    """Return the visible pages that rows with a `page` name, newest first."""
    assignments = assignments.order_by()
    if assignments[:LARGE_INDEX].count() == LARGE_INDEX:
        named = Exists(assignments.filter(page=OuterRef("pk")))
        return visible(Page.objects.filter(named)).order_by("-first_published_at", "-pk")
    # By a value, as PostgreSQL would go through all pages by the index of their dates.
    moment = Coalesce("first_published_at", "latest_revision_created_at")
    named = Page.objects.filter(pk__in=assignments.values("page"))
    return visible(named).order_by(moment.desc(), "-pk")


def distinct_years(pages: PageQuerySet, field: str) -> list[int]:
    """Return the years, in the current time zone, of a date and time of `pages`, the last first.

    Of a list with an index of that field one page of each year is looked up, however many there
    are: to group them all takes longer with each.
    """
    dated = pages.filter(**{f"{field}__isnull": False}).order_by(field)
    moments = dated.values_list(field, flat=True)
    first, last = moments.first(), moments.last()
    if first is None:
        return []
    of_one = dated.filter(
        **{f"{field}__gte": _column("first_moment"), f"{field}__lt": _column("next_moment")}
    )
    one, params = of_one.values("pk")[:1].query.sql_with_params()
    spans = [_span(year) for year in range(localtime(first).year, localtime(last).year + 1)]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH spans (year, first_moment, next_moment) AS "  # noqa: S608 (SQL of the ORM's own)
            f"(VALUES {', '.join(['(%s, %s, %s)'] * len(spans))}) "
            f"SELECT year FROM spans WHERE ({one}) IS NOT NULL ORDER BY year DESC",
            [*(value for span in spans for value in span), *params],
        )
        return [year for (year,) in cursor.fetchall()]


def _column(name: str) -> RawSQL:
    return RawSQL(f"spans.{name}", (), output_field=DateTimeField())  # noqa: S611 (no input)


def _span(year: int) -> tuple[int, object, object]:
    """Return a year, when it begins and when the next one does, as the database takes them."""
    moments = (datetime(each, 1, 1, tzinfo=get_current_timezone()) for each in (year, year + 1))
    return year, *(connection.ops.adapt_datetimefield_value(moment) for moment in moments)


def visible(pages: PageQuerySet) -> PageQuerySet:
    """Return those of `pages` that are published, and behind no password or sign-in.

    The same as Wagtail's `live().public()`, which reads all restrictions first: here the database
    looks them up itself, so that a page with many lists asks no more questions.
    """
    return pages.live().filter(~IsClosed(PageViewRestriction, "page", "path"))


class IsClosed(Func):
    """Whether something in a tree, or anything above it, is restricted.

    Written as SQL: each list of a page has this condition, and Django takes longer to put it
    together than the databases to answer it. The path of the closed node is a subquery: of a join,
    SQLite would read all pages for each page that it asks about.
    """

    output_field = BooleanField()
    template = (
        "EXISTS(SELECT 1 FROM %(restrictions)s AS closing WHERE %(expressions)s LIKE "
        "(SELECT node.path FROM %(nodes)s AS node WHERE node.id = closing.%(key)s) || '%%%%')"
    )

    def __init__(self, restrictions: type[Model], node: str, path: str) -> None:
        """Take what restricts, the name of its node, and where the path to ask about stands.

        Paths are made of digits and capitals (treebeard): none of them is a pattern.
        """
        field = restrictions._meta.get_field(node)
        super().__init__(
            path,
            restrictions=restrictions._meta.db_table,
            nodes=field.related_model._meta.db_table,
            key=field.column,
        )
