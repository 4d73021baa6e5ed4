"""What of a page, a person, a topic or a document is indexed: what its `search_fields` name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from django.db.models import Manager, Model
from wagtail.search.index import RelatedFields, SearchField

from search.words import folded

# By the boost of a field: titles; what names it or sums it up; all else has none.
TITLE, LEAD = 2, 1.5


def indexed_texts(found: Model) -> dict[str, str]:
    """Return the values of a SearchText, all but its entry."""
    texts = defaultdict(list)
    for weight, text in _fields(found, found.get_search_fields()):
        texts[weight].append(text)
    words = {weight: folded("\n".join(texts[weight])) for weight in ("title", "lead", "body")}
    summary = " ".join(getattr(found, "summary", "").split())
    return words | {"original": "\n".join(filter(None, [summary, *texts["body"]]))}


def _fields(found: Model, fields: Iterable, *, related: bool = False) -> Iterator[tuple[str, str]]:
    """Yield each text with its weight."""
    for field in fields:
        if isinstance(field, RelatedFields):
            rows = _rows(field.get_value(found))
            yield from chain.from_iterable(_fields(row, field.fields, related=True) for row in rows)
        elif isinstance(field, SearchField):
            weight = _weight(field.boost or 1, related=related)
            for text in filter(None, _texts(field.get_value(found))):
                yield weight, text


def _weight(boost: float, *, related: bool) -> str:
    if boost >= TITLE and not related:
        return "title"
    return "lead" if boost >= LEAD else "body"


def _rows(value: Model | Manager | None) -> Iterable[Model]:
    if isinstance(value, Manager):
        return value.all()
    return [value] if value else []


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a value: some fields have one, blocks have many."""
    if isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_texts, value))
    elif value is not None:
        yield " ".join(str(value).split())
