"""Compare the language and the time zone of an export with those of this site."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from django.conf import settings
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext

from importers.context import ImportContext
from importers.pages.articles import ArticleImporter

# A few posts may have been written while travelling, or before a change of the zone.
MIN_POSTS, MIN_SHARE = 3, 0.5


def site_notes(context: ImportContext) -> Iterator[str]:
    """Yield what an administrator should set, as sentences."""
    language = context.source.language
    if language and _primary(language) != _primary(settings.LANGUAGE_CODE):
        text = gettext(
            "The export is in the language “%(language)s”, but this site is in “%(own)s”: the"
            " variable LANGUAGE_CODE sets it."
        )
        yield text % {"language": language, "own": settings.LANGUAGE_CODE}
    if offset := _foreign_offset(context):
        text = gettext(
            "Most articles were written %(hours)s hours from UTC, which is not the time zone of"
            " this site, “%(zone)s”: the variable TIME_ZONE sets it."
        )
        yield text % {"hours": offset, "zone": settings.TIME_ZONE}


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _foreign_offset(context: ImportContext) -> str:
    """Return the most frequent offset from UTC, such as “+5:30”, if it is not this site's."""
    zone, own, foreign = get_default_timezone(), 0, Counter()
    for item in context.store.items(ArticleImporter.types):
        with suppress(ValueError, TypeError, OverflowError):  # It has no date.
            local, moment = map(datetime.fromisoformat, (item.date, item.date_gmt))
            offset = local - moment
            if moment.replace(tzinfo=UTC).astimezone(zone).utcoffset() == offset:
                own += 1
            else:
                foreign[offset] += 1
    # Without any offset, the software does not export local times.
    number = foreign.total() if any(foreign) else 0
    if number < MIN_POSTS or number < (own + number) * MIN_SHARE:
        return ""
    seconds = int(foreign.most_common(1)[0][0].total_seconds())
    sign, minutes = "+-"[seconds < 0], abs(seconds) // 60
    return f"{sign}{minutes // 60}:{minutes % 60:02}"
