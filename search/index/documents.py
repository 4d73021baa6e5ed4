"""Build index entries from the `search_fields` of pages, snippets and documents."""

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
from search.index.text import normalise, title_key
from search.index.vocabulary import add_words
from search.models import SearchEntry, SearchText
from topics.models import Topic

MAX_KEY_LENGTH = SearchEntry._meta.get_field("key").max_length
# The models in the index, by the field of `SearchEntry`.
SOURCES: dict[str, type[Model]] = {
    "page": Page,
    "contributor": Contributor,
    "topic": Topic,
    "document": SiteDocument,
}
KINDS = {"contributor": EntryKind.PERSON, "topic": EntryKind.TOPIC, "document": EntryKind.DOCUMENT}
ENTRY_FIELDS = ("kind", "title", "key", "day", "year", "ends_at", "format", "place", "language",
                "topic_ids", "contributor_ids")  # fmt: skip
TEXT_FIELDS = ("title", "lead", "body", "original")


def published(source: str) -> QuerySet:
    """Return the objects of a source that belong in the index: all, or live pages, no aliases."""
    rows = SOURCES[source].objects.order_by("pk")
    if source == "page":
        return rows.filter(live=True, depth__gt=1, alias_of=None)
    return rows


@transaction.atomic
def reindex(source: str, ids: Iterable[int]) -> None:
    """Create, update or delete the entries of the objects with these ids."""
    ids = list(ids)
    replace(source, ids, fetch(source, published(source).filter(pk__in=ids)))


def replace(source: str, ids: Iterable[int], objects: list[Model]) -> None:
    """Store the entries of `objects`, and delete those of the other `ids`."""
    gone = set(ids) - {each.pk for each in objects}
    SearchEntry.objects.filter(**{f"{source}__in": gone}).delete()
    store(source, [(make_entry(source, each), make_text(each)) for each in objects])


def fetch(source: str, rows: QuerySet) -> list[Model]:
    """Return the objects to be indexed: specific pages, with indexed relations prefetched."""
    if source != "page":
        return list(_with_relations(rows))
    types = dict(rows.values_list("pk", "content_type_id"))
    pages = []
    for content_type in set(types.values()):
        model = ContentType.objects.get_for_id(content_type).model_class()
        ids = [pk for pk, each in types.items() if each == content_type]
        if model and issubclass(model, BasePage):
            pages += _with_relations(model.objects.filter(pk__in=ids).select_related("locale"))
    return pages


def _with_relations(rows: QuerySet) -> QuerySet:
    for field in rows.model.get_search_fields():
        if isinstance(field, RelatedFields):
            rows = field.select_on_queryset(rows)
    return rows


def make_entry(source: str, instance: Model) -> SearchEntry:
    """Return the unsaved entry of a page, a contributor, a topic or a document."""
    if isinstance(instance, BasePage):
        metadata, title = instance.search_metadata(), instance.title
    else:
        metadata, title = SearchMetadata(kind=KINDS[source]), str(instance)
    return SearchEntry(
        **{f"{source}_id": instance.pk},
        kind=metadata.kind,
        title=title,
        key=title_key(title)[:MAX_KEY_LENGTH],
        day=metadata.day and metadata.day.toordinal(),
        year=metadata.day and metadata.day.year,
        ends_at=metadata.ends_at,
        format=metadata.format,
        place=metadata.place,
        language=metadata.language,
        topic_ids=_related_ids(instance, "topic_assignments", "topic_id"),
        contributor_ids=_related_ids(instance, "contributions", "contributor_id"),
    )


def _related_ids(instance: Model, relation: str, column: str) -> list[int]:
    """Return the distinct values of a column of a child relation, for pages that have it."""
    has_rows = isinstance(instance, BasePage) and hasattr(instance, relation)
    rows = getattr(instance, relation).all() if has_rows else ()
    return sorted({getattr(row, column) for row in rows})


def make_text(instance: Model) -> SearchText:
    """Return the unsaved texts of an entry."""
    return SearchText(**indexed_texts(instance))


def store(source: str, rows: list[tuple[SearchEntry, SearchText]]) -> None:
    """Create or update entries with their texts and words."""
    entries, texts = [entry for entry, _text in rows], [text for _entry, text in rows]
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=[source], update_fields=ENTRY_FIELDS
    )
    for entry, text in rows:
        text.entry = entry
    SearchText.objects.bulk_create(
        texts, update_conflicts=True, unique_fields=["entry"], update_fields=TEXT_FIELDS
    )
    add_words(word for text in texts for word in words_of(text))


def store_new(rows: list[tuple[SearchEntry, SearchText]], known: set[str]) -> None:
    """Create entries of objects that have none. Words are stored once, and added to `known`."""
    SearchEntry.objects.bulk_create(entry for entry, _text in rows)
    for entry, text in rows:
        text.entry = entry
    SearchText.objects.bulk_create(text for _entry, text in rows)
    words = {word for _entry, text in rows for word in words_of(text)} - known
    add_words(words)
    known |= words


def words_of(text: SearchText) -> set[str]:
    """Return the distinct words of an entry."""
    return {*text.title.split(), *text.lead.split(), *text.body.split()}


def pages_referencing(instance: Model) -> set[int]:
    """Return the ids of the pages that reference a snippet or a document."""
    references = ReferenceIndex.get_references_to(instance)
    page_type = ContentType.objects.get_for_model(Page)
    ids = references.filter(base_content_type=page_type).values_list("object_id", flat=True)
    return {int(pk) for pk in ids}.union(*_pages_with_foreign_keys(instance))


def _pages_with_foreign_keys(instance: Model) -> Iterator[Iterable[int]]:
    """Yield the ids of pages with a foreign key to `instance`, on the page or on a child row."""
    for relation in instance._meta.related_objects:
        model = relation.related_model
        rows = model.objects.filter(**{relation.field.name: instance}).order_by()
        if issubclass(model, Page):
            yield rows.values_list("pk", flat=True)
        elif parent := _parental_key(model):
            yield rows.values_list(parent.attname, flat=True)


def _parental_key(model: type[Model]) -> ParentalKey | None:
    keys = (field for field in model._meta.get_fields() if isinstance(field, ParentalKey))
    return next((key for key in keys if issubclass(key.related_model, Page)), None)


# The minimal boost of search fields that are indexed as title and as lead.
MIN_TITLE_BOOST, MIN_LEAD_BOOST = 2, 1.5


def indexed_texts(instance: Model) -> dict[str, str]:
    """Return the values of `TEXT_FIELDS` for an object."""
    texts = defaultdict(list)
    for weight, text in _fields(instance, instance.get_search_fields()):
        texts[weight].append(text)
    words = {weight: normalise("\n".join(texts[weight])) for weight in ("title", "lead", "body")}
    summary = " ".join(getattr(instance, "summary", "").split())
    return words | {"original": "\n".join(filter(None, [summary, *texts["body"]]))}


def _fields(
    instance: Model, fields: Iterable, *, related: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield each text with the name of its weight."""
    for field in fields:
        if isinstance(field, RelatedFields):
            rows = _rows(field.get_value(instance))
            yield from chain.from_iterable(_fields(row, field.fields, related=True) for row in rows)
        elif isinstance(field, SearchField):
            weight = _weight(field.boost or 1, related=related)
            for text in filter(None, _texts(field.get_value(instance))):
                yield weight, text


def _weight(boost: float, *, related: bool) -> str:
    if boost >= MIN_TITLE_BOOST and not related:
        return "title"
    return "lead" if boost >= MIN_LEAD_BOOST else "body"


def _rows(value: Model | Manager | None) -> Iterable[Model]:
    if isinstance(value, Manager):
        return value.all()
    return [value] if value else []


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a field value: one string, or the nested lists of a StreamField."""
    if isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_texts, value))
    elif value is not None:
        yield " ".join(str(value).split())
