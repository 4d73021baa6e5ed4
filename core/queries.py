"""Querysets of visible pages, and queries that stay fast in large indexes.

A database cannot tell whether it is faster to read the few children of an index or to scan all
pages by date until enough are found. Wagtail stores the number of children, so we choose.
"""

from datetime import datetime

from django.db import connection
from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Now
from django.utils.timezone import get_current_timezone, localtime
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

# From this number of pages, scanning all pages by date is faster.
LARGE_INDEX = 1_000


def children_of(pages: PageQuerySet, index: Page) -> PageQuerySet:
    """Return those of `pages` that are children of `index`, whose children must have none."""
    if index.numchild >= LARGE_INDEX:
        return pages.descendant_of(index)
    return pages.filter(pk__in=index.get_children().order_by().values("pk"))


def newest_tagged(assignments: QuerySet) -> PageQuerySet:
    """Return the visible pages of `assignments` (rows with a key `page`), newest first."""
    assignments = assignments.order_by()
    if assignments[:LARGE_INDEX].count() == LARGE_INDEX:
        assigned = Exists(assignments.filter(page=OuterRef("pk")))
        return visible(Page.objects.filter(assigned)).order_by("-first_published_at", "-pk")
    # An expression, because PostgreSQL would scan all pages by an index of the column.
    time = Coalesce("first_published_at", "latest_revision_created_at")
    pages = Page.objects.filter(pk__in=assignments.values("page"))
    return visible(pages).order_by(time.desc(), "-pk")


def distinct_years(pages: PageQuerySet, field: str) -> list[int]:
    """Return the years of a DateTimeField of `pages` in the current time zone, latest first.

    Looks up one page for each year, with an index on `field`, because the time to group all pages
    grows with their number.
    """
    dated = pages.filter(**{f"{field}__isnull": False}).order_by(field)
    times = dated.values_list(field, flat=True)
    first, last = times.first(), times.last()
    if first is None:
        return []
    of_year = dated.filter(
        **{f"{field}__gte": _column("starts_at"), f"{field}__lt": _column("ends_at")}
    )
    subquery, params = of_year.values("pk")[:1].query.sql_with_params()
    spans = [_span(year) for year in range(localtime(first).year, localtime(last).year + 1)]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH spans (year, starts_at, ends_at) AS "  # noqa: S608 (SQL from the ORM)
            f"(VALUES {', '.join(['(%s, %s, %s)'] * len(spans))}) "
            f"SELECT year FROM spans WHERE ({subquery}) IS NOT NULL ORDER BY year DESC",
            [*(value for span in spans for value in span), *params],
        )
        return [year for (year,) in cursor.fetchall()]


def _column(name: str) -> RawSQL:
    return RawSQL(f"spans.{name}", (), output_field=DateTimeField())  # noqa: S611 (no input)


def _span(year: int) -> tuple[int, object, object]:
    """Return a year with its start and end, adapted for the database."""
    times = (datetime(each, 1, 1, tzinfo=get_current_timezone()) for each in (year, year + 1))
    return year, *(connection.ops.adapt_datetimefield_value(time) for time in times)


def visible(pages: PageQuerySet) -> PageQuerySet:
    """Return those of `pages` that are live, not expired and not restricted.

    Like Wagtail's `live().public()`, but with a subquery, where Wagtail fetches all restrictions
    with a query of its own; and without aliases of restricted pages, which Wagtail serves like
    their source, but lists.
    """
    return pages.filter(not_expired(), ~IsRestrictedPage("path"), live=True)


def not_expired(prefix: str = "") -> Q:
    """Return the condition that a page is not past its expiry time.

    Such a page is live until `publish_scheduled` runs.
    """
    return Q(**{f"{prefix}expire_at": None}) | Q(**{f"{prefix}expire_at__gt": Now()})


class IsRestricted(Func):
    """The condition that a node of a tree, or one of its ancestors, is restricted.

    Takes the model of the restrictions, the name of its key to the node, and the path to check.
    Written as SQL, because every listing has this condition, and Django takes longer to compile it
    than the database to run it. The restricted nodes are a subquery, because for a join SQLite
    would read all pages for each page of the listing. Paths consist of digits and capitals
    (treebeard), so they need no escaping for LIKE.
    """

    output_field = BooleanField()
    restricted = "SELECT %(key)s FROM %(restrictions)s"
    template = (
        "EXISTS(SELECT 1 FROM %(nodes)s AS node WHERE node.id IN ({restricted}) "
        "AND %(expressions)s LIKE node.path || '%%%%')"
    )

    def __init__(self, restrictions: type[Model], node: str, path: str) -> None:
        field = restrictions._meta.get_field(node)
        super().__init__(
            path,
            template=self.template.format(restricted=self.restricted),
            restrictions=restrictions._meta.db_table,
            nodes=field.related_model._meta.db_table,
            key=field.column,
        )


class IsRestrictedPage(IsRestricted):
    """The condition that a page or one of its ancestors is restricted, or an alias of such a page.

    As in `Page.get_view_restrictions()`, an alias has the restrictions of its source.
    """

    restricted = (
        "WITH RECURSIVE restricted(id) AS (SELECT %(key)s FROM %(restrictions)s UNION "
        "SELECT alias.id FROM %(nodes)s AS alias JOIN restricted ON alias.alias_of_id = "
        "restricted.id) SELECT id FROM restricted"
    )

    def __init__(self, path: str) -> None:
        super().__init__(PageViewRestriction, "page", path)


class IsRestrictedRoot(IsRestrictedPage):
    """The condition that a page with this key is itself restricted, or an alias of such a page."""

    template = "%(expressions)s IN ({restricted})"
