"""The languages that a title or a phrase can be in."""

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language


def language_choices() -> list[tuple[str, str]]:
    """Return the languages an editor can name, by BCP 47 tag, in the order of the alphabet."""
    return sorted(settings.LANGUAGES, key=lambda choice: choice[1])


def language_name(tag: str) -> str:
    """Return the name of a language in the language of the page, for its BCP 47 tag.

    A tag that names none is returned as it is: it may come out of an address.
    """
    names = Locale.parse(get_language() or settings.LANGUAGE_CODE, sep="-")
    try:
        return (tag and Locale.parse(tag, sep="-").get_display_name(names)) or tag
    except (ValueError, UnknownLocaleError):
        return tag
