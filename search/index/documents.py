"""Build index entries from the `search_fields` of pages and snippets, and store them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Manager, Model, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.models import Page, ReferenceIndex
from wagtail.search.index import RelatedFields, SearchField

from contributors.models import Contributor
from core.models import BasePage
from core.search import SearchMetadata
from documents.models import SiteDocument
from search.choices import EntryKind
from search.index.text import folded, title_key
from search.index.vocabulary import add_words
from search.models import SearchEntry, SearchText
from topics.models import Topic

BATCH = 100
KEY_LENGTH = SearchEntry._meta.get_field("key").max_length
# From the field of an entry to what it stands for.
SOURCES: dict[str, type[Model]] = {
    "page": Page,
    "contributor": Contributor,
    "topic": Topic,
    "document": SiteDocument,
}
KINDS = {"contributor": EntryKind.PERSON, "topic": EntryKind.TOPIC, "document": EntryKind.DOCUMENT}
FACTS = ("kind", "title", "key", "day", "year", "ends_at", "format", "place", "language",
         "about", "contributor_ids")  # fmt: skip
TEXTS = ("title", "lead", "body", "original")


def published(source: str) -> QuerySet:
    """Return all of a source that belongs into the index; of a page and its aliases that alone."""
    rows = SOURCES[source].objects.order_by("pk")
    if source == "page":
        return rows.filter(live=True, depth__gt=1, alias_of=None)
    return rows


@transaction.atomic
def reindex(source: str, ids: Iterable[int]) -> None:
    """Write the entries of what has these keys anew, and drop those that do not belong."""
    ids = list(ids)
    replace(source, ids, fetch(source, published(source).filter(pk__in=ids)))


def replace(source: str, ids: Iterable[int], found: list[Model]) -> None:
    """Write the entries of what was fetched of these keys, and drop those of all others of them."""
    gone = set(ids) - {each.pk for each in found}
    SearchEntry.objects.filter(**{f"{source}__in": gone}).delete()
    store(source, [(make_entry(source, each), make_text(each)) for each in found])


def fetch(source: str, rows: QuerySet) -> list[Model]:
    """Return what is to be indexed, pages of their own types, with the relations of their words."""
    if source != "page":
        return list(_with_relations(rows))
    types = dict(rows.values_list("pk", "content_type_id"))
    found = []
    for content_type in set(types.values()):
        model = ContentType.objects.get_for_id(content_type).model_class()
        keys = [pk for pk, each in types.items() if each == content_type]
        if model and issubclass(model, BasePage):
            found += _with_relations(model.objects.filter(pk__in=keys).select_related("locale"))
    return found


def _with_relations(rows: QuerySet) -> QuerySet:
    for field in rows.model.get_search_fields():
        if isinstance(field, RelatedFields):
            rows = field.select_on_queryset(rows)
    return rows


def make_entry(source: str, found: Model) -> SearchEntry:
    """Return the entry of a page, a person, a topic or a document, not yet stored."""
    if isinstance(found, BasePage):
        facts, title = found.search_metadata(), found.title
    else:
        facts, title = SearchMetadata(kind=KINDS[source]), str(found)
    return SearchEntry(
        **{f"{source}_id": found.pk},
        kind=facts.kind,
        title=title,
        key=title_key(title)[:KEY_LENGTH],
        day=facts.day and facts.day.toordinal(),
        year=facts.day and facts.day.year,
        ends_at=facts.ends_at,
        format=facts.format,
        place=facts.place,
        language=facts.language,
        about=_keys(found, "topic_assignments", "topic_id"),
        contributor_ids=_keys(found, "contributions", "contributor_id"),
    )


def _keys(found: Model, relation: str, column: str) -> list[int]:
    """Return the keys that the rows of a relation of a page name, each once."""
    has_rows = isinstance(found, BasePage) and hasattr(found, relation)
    rows = getattr(found, relation).all() if has_rows else ()
    return sorted({getattr(row, column) for row in rows})


def make_text(found: Model) -> SearchText:
    """Return the words of the same, not yet stored."""
    return SearchText(**indexed_texts(found))


def store(source: str, rows: list[tuple[SearchEntry, SearchText]]) -> None:
    """Write entries with their texts, whether there are some of the same already or not."""
    entries, texts = [entry for entry, _text in rows], [text for _entry, text in rows]
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=[source], update_fields=FACTS
    )
    for entry, text in rows:
        text.entry = entry
    SearchText.objects.bulk_create(
        texts, update_conflicts=True, unique_fields=["entry"], update_fields=TEXTS
    )
    add_words(word for text in texts for word in words_of(text))


def store_new(rows: list[tuple[SearchEntry, SearchText]], known: set[str]) -> None:
    """Write entries of what surely has none yet; `known` words are not learnt again, and grow."""
    SearchEntry.objects.bulk_create(entry for entry, _text in rows)
    for entry, text in rows:
        text.entry = entry
    SearchText.objects.bulk_create(text for _entry, text in rows)
    words = {word for _entry, text in rows for word in words_of(text)} - known
    add_words(words)
    known |= words


def words_of(text: SearchText) -> set[str]:
    """Return the different words of an entry."""
    return {*text.title.split(), *text.lead.split(), *text.body.split()}


def pages_referencing(entry: Model) -> set[int]:
    """Return the keys of the pages in whose words an entry of the directory or a file stands."""
    used = ReferenceIndex.get_references_to(entry)
    page_type = ContentType.objects.get_for_model(Page)
    keys = used.filter(base_content_type=page_type).values_list("object_id", flat=True)
    return {int(key) for key in keys}.union(*_named_by_rows(entry))


def _named_by_rows(entry: Model) -> Iterator[Iterable[int]]:
    for relation in entry._meta.related_objects:
        model = relation.related_model
        rows = model.objects.filter(**{relation.field.name: entry}).order_by()
        if issubclass(model, Page):
            yield rows.values_list("pk", flat=True)
        elif parent := _parent(model):
            yield rows.values_list(parent.attname, flat=True)


def _parent(model: type[Model]) -> ParentalKey | None:
    keys = (field for field in model._meta.get_fields() if isinstance(field, ParentalKey))
    return next((key for key in keys if issubclass(key.related_model, Page)), None)


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
