"""Names of languages, and the choices for the language of a title or a phrase."""

from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language, gettext, pgettext, to_locale

VOWELS = frozenset("aeiouwyâêîôûŵŷ")


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


@cache
def has_furniture(tag: str) -> bool:
    """Return whether the strings that readers see exist in a language: all catalogues are full."""
    primary = tag.partition("-")[0]
    names = {to_locale(tag), to_locale(primary)}
    catalogues = (
        Path(folder, name, "LC_MESSAGES", "django.mo")
        for folder in settings.LOCALE_PATHS
        for name in names
    )
    return primary == "en" or any(path.exists() for path in catalogues)


def furniture_language(tag: str) -> str:
    """Return the language of the strings around a text in the language `tag`.

    That of the text, or that of the publication, or English: a mixture of Django's own translations
    and our English would be no language at all.
    """
    return next((each for each in (tag, settings.LANGUAGE_CODE) if has_furniture(each)), "en")


def is_active(tag: str) -> bool:
    """Return whether the active language is `tag`, regardless of its region."""
    return tag.partition("-")[0] == (get_language() or "en").partition("-")[0]


def is_right_to_left(tag: str) -> bool:
    """Return whether a language is written from right to left."""
    return tag.partition("-")[0] in settings.LANGUAGES_BIDI


def conjunction(name: str) -> str:
    """Return the word “and” before a name, which Welsh changes before a vowel."""
    is_vowel = name[:1].lower() in VOWELS
    return pgettext("before a vowel", "and") if is_vowel else gettext("and")


def joined(names: list[str]) -> str:
    """Return names as a list in words: “A, B and C”."""
    if len(names) < 2:
        return "".join(names)
    *first, last = names
    return f"{', '.join(first)} {conjunction(last)} {last}"
