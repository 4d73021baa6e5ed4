"""Find entries whose names resemble another one, so that users create no duplicate."""

from anyascii import anyascii
from django.db.models import Model
from rapidfuzz import fuzz, process

MIN_RESEMBLANCE = 85  # of 100
MAX_SIMILAR = 5


def similar_entries(model: type[Model], name: str) -> list[Model]:
    """Return the entries with the most similar names: spelt or ordered otherwise, or abbreviated.

    Reads all names of the model, of which a site has some thousands.
    """
    names = dict(model.objects.values_list("pk", "name"))
    found = process.extract(
        name,
        names,
        scorer=_resemblance,
        processor=_words,
        score_cutoff=MIN_RESEMBLANCE,
        limit=MAX_SIMILAR,
    )
    entries = model.objects.in_bulk([pk for _name, _score, pk in found])
    return [entries[pk] for _name, _score, pk in found]


def ascii_words(text: str) -> list[str]:
    """Return the words of a text in lower-case ASCII, without punctuation."""
    letters = "".join(each if each.isalnum() else " " for each in anyascii(text).casefold())
    return letters.split()


def _words(name: str) -> str:
    """Return the words of a name in alphabetical order."""
    return " ".join(sorted(ascii_words(name)))


def _resemblance(one: str, other: str, **_options: object) -> float:
    """Return how similar two names are, from 0 to 100; initials stand for any name."""
    return 100 if _is_abbreviation(one, other) else fuzz.ratio(one, other)


def _is_abbreviation(one: str, other: str) -> bool:
    """Return whether two names differ in initials alone: “M. Coldwater” and “Maren Coldwater”."""
    first, second = one.split(), other.split()
    if len(first) != len(second) or len(first) < 2:
        return False
    initials = {word for word in {*first} ^ {*second} if len(word) == 1}
    shortened = [
        sorted(word[:1] if word[:1] in initials else word for word in words)
        for words in (first, second)
    ]
    return bool(initials) and shortened[0] == shortened[1]
