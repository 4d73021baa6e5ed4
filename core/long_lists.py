"""Find something in lists that grow by the day, without reading them whole.

The databases cannot know whether it is shorter to read the few pages of a list or to go through all
pages of the site by date until enough of them are found. Here it is known how many the list has.
"""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone, localtime
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.visibility import visible

# From here on a list is found sooner by date among all pages.
MANY = 1_000


def in_list(pages: PageQuerySet, index: Page) -> PageQuerySet:
    """Return those of `pages` that stand in an index, below which nothing else has pages below."""
    if index.numchild >= MANY:
        return pages.descendant_of(index)
    return pages.filter(pk__in=index.get_children().order_by().values("pk"))


def newest_of(assignments: QuerySet) -> PageQuerySet:
    """Return the visible pages that rows with a `page` name, newest first."""
    assignments = assignments.order_by()
    if assignments[:MANY].count() == MANY:
        named = Exists(assignments.filter(page=OuterRef("pk")))
        return visible(Page.objects.filter(named)).order_by("-first_published_at", "-pk")
    # By a value, as PostgreSQL would go through all pages by the index of their dates.
    moment = Coalesce("first_published_at", "latest_revision_created_at")
    named = Page.objects.filter(pk__in=assignments.values("page"))
    return visible(named).order_by(moment.desc(), "-pk")


def years_of(pages: PageQuerySet, field: str) -> list[int]:
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
