"""The years of which a long list has something, without reading the list."""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField
from django.db.models.expressions import RawSQL
from django.utils.timezone import get_current_timezone, localtime
from wagtail.query import PageQuerySet


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
    exists, params = of_one.order_by().values("pk").query.sql_with_params()
    spans = [_span(year) for year in range(localtime(first).year, localtime(last).year + 1)]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH spans (year, first_moment, next_moment) AS "  # noqa: S608 (SQL of the ORM's own)
            f"(VALUES {', '.join(['(%s, %s, %s)'] * len(spans))}) "
            f"SELECT year FROM spans WHERE EXISTS ({exists}) ORDER BY year DESC",
            [*(value for span in spans for value in span), *params],
        )
        return [year for (year,) in cursor.fetchall()]


def _column(name: str) -> RawSQL:
    return RawSQL(f"spans.{name}", (), output_field=DateTimeField())  # noqa: S611 (no input)


def _span(year: int) -> tuple[int, object, object]:
    """Return a year, when it begins and when the next one does, as the database takes them."""
    moments = (datetime(each, 1, 1, tzinfo=get_current_timezone()) for each in (year, year + 1))
    return year, *(connection.ops.adapt_datetimefield_value(moment) for moment in moments)
