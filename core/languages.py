"""The languages that a title or a phrase can be in."""

from django.conf import settings


def language_choices() -> list[tuple[str, str]]:
    """Return the languages an editor can name, by BCP 47 tag, in the order of the alphabet."""
    return sorted(settings.LANGUAGES, key=lambda choice: choice[1])
