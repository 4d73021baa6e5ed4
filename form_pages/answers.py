"""Answers in words."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from core.values.xml import xml_text


def answer_text(value: object) -> str:
    """Return an answer in words: dates and times in the format of the active language."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return ", ".join(map(answer_text, value))
    if isinstance(value, datetime):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    text = "" if value is None else str(value)
    return xml_text(text.encode(errors="ignore").decode())
