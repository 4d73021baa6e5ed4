"""Filters for dates in words, in the language of the page."""

from datetime import date, datetime

from django import template
from django.utils.timezone import is_aware, localdate, localtime

from core.values import dates

register = template.Library()


def _local(value: date) -> date:
    """Return a time in the time zone of the publication, and a day as it is."""
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value


@register.filter
def day(value: date | None) -> str:
    """Return a date: “29 November 2026”."""
    return dates.format_day(_local(value)) if value else ""


@register.filter
def weekday(value: date | None) -> str:
    """Return a date with its weekday: “Sunday 29 November 2026”."""
    return dates.format_weekday(_local(value)) if value else ""


@register.filter
def weekday_of_year(value: date | None) -> str:
    """Return a date with its weekday, without the year: “Sunday 29 November”."""
    return dates.format_weekday_of_year(_local(value)) if value else ""


@register.simple_tag
def today() -> str:
    """Return the date of today with its weekday: “Sunday 29 November 2026”."""
    return dates.format_weekday(localdate())


@register.filter
def month(value: date | None) -> str:
    """Return the month and the year of a date: “November 2026”."""
    return dates.format_month(_local(value)) if value else ""
