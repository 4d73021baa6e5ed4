"""Names of languages, and the choices for the language of a title or a phrase."""

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language


def language_choices() -> list[tuple[str, str]]:
    """Return pairs of BCP 47 tag and name, ordered by name."""
    return sorted(settings.LANGUAGES, key=lambda choice: choice[1])


def language_name(tag: str) -> str:
    """Return the name of a language, in the active language, for its BCP 47 tag.

    Return an unknown tag unchanged: it may come from a URL.
    """
    locale = Locale.parse(get_language() or settings.LANGUAGE_CODE, sep="-")
    try:
        return (tag and Locale.parse(tag, sep="-").get_display_name(locale)) or tag
    except (ValueError, UnknownLocaleError):
        return tag
