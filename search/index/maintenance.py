"""Rebuild the index, compare it with its sources, and insert many entries at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from search.index.documents import (
    ENTRY_FIELDS,
    SOURCES,
    TEXT_FIELDS,
    fetch,
    make_entry,
    make_text,
    published,
    store,
    words_of,
)
from search.index.vocabulary import BATCH_SIZE as WORD_BATCH_SIZE
from search.index.vocabulary import add_words
from search.models import SearchEntry, SearchText, SearchWord

BATCH_SIZE = 100
# FTS5 commands that compare SQLite's full-text tables with the texts, and that rebuild them.
CHECK = (
    "INSERT INTO search_fts (search_fts, rank) VALUES ('integrity-check', 1)",
    "INSERT INTO search_titles (search_titles, rank) VALUES ('integrity-check', 1)",
)
REBUILD = (
    "INSERT INTO search_fts (search_fts) VALUES ('rebuild')",
    "INSERT INTO search_titles (search_titles) VALUES ('rebuild')",
    "INSERT INTO search_fts (search_fts) VALUES ('optimize')",
)


@dataclass(frozen=True)
class Difference:
    """A difference between the index and its sources: the title of an entry, what is wrong."""

    title: str
    description: str


def total() -> int:
    """Return the number of objects that belong in the index."""
    return sum(published(source).count() for source in SOURCES)


def reindex() -> Iterator[int]:
    """Rebuild the index while it is in use; yield the number of objects done after each batch."""
    done, seen = 0, set()
    for source, rows in _batches():
        store(source, rows)
        seen.update(*(words_of(text) for _entry, text in rows))
        done += len(rows)
        yield done
    for source in SOURCES:
        _stale_entries(source).delete()
    _delete_unused_words(seen)
    _execute_on_sqlite(REBUILD)
    create_missing_indexes()


def check_index(*, repair: bool) -> Iterator[Difference | int]:
    """Yield each difference and, after each batch, the number of checked objects."""
    done, seen = 0, set()
    for source, rows in _batches():
        yield from check_batch(source, rows, repair=repair)
        seen.update(*(words_of(text) for _entry, text in rows))
        done += len(rows)
        yield done
    yield from check_rest(repair=repair)
    if unused := set(SearchWord.objects.values_list("word", flat=True)) - seen:
        yield Difference(_number_of_words(unused), gettext("not used any more"))
    if repair:
        _delete_unused_words(seen)


def check_batch(source: str, rows: list, *, repair: bool) -> list[Difference]:
    """Return the differences of a batch."""
    outdated = list(_compare(source, rows))
    if repair and outdated:
        store(source, [row for _difference, row in outdated])
    return [difference for difference, _row in outdated] + _check_words(rows, repair=repair)


def _check_words(rows: list, *, repair: bool) -> list[Difference]:
    """Return one difference if words of a batch are missing from the vocabulary."""
    words = set().union(*(words_of(text) for _entry, text in rows))
    known = SearchWord.objects.filter(word__in=words).values_list("word", flat=True)
    missing = words - set(known)
    if repair:
        add_words(missing)
    return [Difference(_number_of_words(missing), gettext("missing"))] if missing else []


def _number_of_words(words: set[str]) -> str:
    number = len(words)
    return ngettext("%(number)s word", "%(number)s words", number) % {"number": number}


def check_rest(*, repair: bool) -> Iterator[Difference]:
    """Yield stale entries, and differences of the full-text tables and indexes."""
    for source in SOURCES:
        stale = _stale_entries(source)
        yield from (Difference(entry.title, gettext("not published any more")) for entry in stale)
        if repair:
            stale.delete()
    if not _is_full_text_consistent():
        yield Difference(gettext("Full-text table"), gettext("inconsistent with the texts"))
        if repair:
            _execute_on_sqlite(REBUILD)
    if missing := missing_indexes():
        description = gettext("missing columns: %(names)s") % {"names": ", ".join(missing)}
        yield Difference(gettext("Full-text index"), description)
        if repair:
            create_missing_indexes()


def next_batch(source: str, after: int) -> tuple[int, list]:
    """Return the last id of the batch after the id `after`, and the batch as it should be stored.

    The id is 0 if nothing follows.
    """
    ids = list(published(source).filter(pk__gt=after).values_list("pk", flat=True)[:BATCH_SIZE])
    objects = fetch(source, published(source).filter(pk__in=ids))
    return max(ids, default=0), [(make_entry(source, each), make_text(each)) for each in objects]


def _batches() -> Iterator[tuple[str, list[tuple[SearchEntry, SearchText]]]]:
    """Yield all entries and texts as they should be stored, with their source."""
    for source in SOURCES:
        last, rows = next_batch(source, 0)
        while last:
            yield source, rows
            last, rows = next_batch(source, last)


def _stale_entries(source: str) -> QuerySet:
    """Return the entries of a source whose objects do not belong in the index."""
    entries = SearchEntry.objects.filter(**{f"{source}__isnull": False})
    return entries.exclude(**{f"{source}__in": published(source).order_by().values("pk")})


def _compare(source: str, rows: list) -> Iterator[tuple[Difference, tuple]]:
    """Yield the difference and the correct row for each missing or outdated entry."""
    name = f"{source}_id"
    ids = [getattr(entry, name) for entry, _text in rows]
    stored = SearchEntry.objects.filter(**{f"{source}__in": ids}).select_related("text")
    by_id = {getattr(entry, name): entry for entry in stored}
    for entry, text in rows:
        existing = by_id.get(getattr(entry, name))
        if not existing:
            yield Difference(entry.title, gettext("missing")), (entry, text)
        elif _entry_values(existing) != _entry_values(entry) or (
            not hasattr(existing, "text") or _text_values(existing.text) != _text_values(text)
        ):
            yield Difference(entry.title, gettext("outdated")), (entry, text)


def _entry_values(entry: SearchEntry) -> list:
    return [getattr(entry, name) for name in ENTRY_FIELDS]


def _text_values(text: SearchText) -> list:
    return [getattr(text, name) for name in TEXT_FIELDS]


def _delete_unused_words(seen: set[str]) -> None:
    unused = sorted(set(SearchWord.objects.values_list("word", flat=True)) - seen)
    for at in range(0, len(unused), WORD_BATCH_SIZE):
        SearchWord.objects.filter(word__in=unused[at : at + WORD_BATCH_SIZE]).delete()


def _is_full_text_consistent() -> bool:
    """Return whether SQLite's tables match the texts; PostgreSQL's generated columns always do."""
    try:
        with transaction.atomic():
            _execute_on_sqlite(CHECK)
    except DatabaseError:
        return False
    return True


def _execute_on_sqlite(statements: tuple[str, ...]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


MIN_BULK_ENTRIES = 5000
INDEXES = ("vector", "title_vector")


@contextmanager
def bulk_indexing(number: int) -> Iterator[None]:
    """Drop PostgreSQL's indexes and recreate them afterwards, if `number` new entries are many.

    Updating the indexes for each entry takes far longer.
    """
    if connection.vendor != "postgresql" or number < MIN_BULK_ENTRIES:
        yield
        return
    with connection.cursor() as cursor:
        for column in INDEXES:
            cursor.execute(f"DROP INDEX IF EXISTS search_searchtext_{column}")
    try:
        yield
    finally:
        create_missing_indexes()


def create_missing_indexes() -> None:
    """Create PostgreSQL's indexes that do not exist, as after an interrupted bulk insert."""
    for column in missing_indexes():
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX search_searchtext_{column} ON search_searchtext "
                f"USING gin ({column}) WITH (fastupdate = off)"
            )


def missing_indexes() -> list[str]:
    """Return the columns without an index on PostgreSQL."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'search_searchtext'")
        known = {name for (name,) in cursor.fetchall()}
    return [column for column in INDEXES if f"search_searchtext_{column}" not in known]
