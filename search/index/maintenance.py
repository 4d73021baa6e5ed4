"""Rebuild the index, compare it with its sources, and insert many entries at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from search.index.documents import (
    FACTS,
    SOURCES,
    TEXTS,
    fetch,
    make_entry,
    make_text,
    published,
    store,
    words_of,
)
from search.index.vocabulary import BATCH as WORDS_AT_ONCE
from search.index.vocabulary import add_words
from search.models import SearchEntry, SearchText, SearchWord

BATCH = 100
# What SQLite's full-text tables are told: to compare themselves with the texts, to be made anew.
COMPARE = (
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
    """Something of which the index says another thing than it does itself."""

    title: str
    sentence: str


def total() -> int:
    """Return how much there is to be indexed."""
    return sum(published(source).count() for source in SOURCES)


def reindex() -> Iterator[int]:
    """Make the index anew while it is in use, yielding after each batch how much is done."""
    done, seen = 0, set()
    for source, rows in _batches():
        store(source, rows)
        seen.update(*(words_of(text) for _entry, text in rows))
        done += len(rows)
        yield done
    for source in SOURCES:
        _superfluous(source).delete()
    _forget(seen)
    _tell_sqlite(REBUILD)
    make_indexes()


def check_index(*, mend: bool) -> Iterator[Difference | int]:
    """Yield what differs and, after each batch, how much is looked at; mend it where asked."""
    done, seen = 0, set()
    for source, rows in _batches():
        yield from examine_batch(source, rows, mend=mend)
        seen.update(*(words_of(text) for _entry, text in rows))
        done += len(rows)
        yield done
    yield from examine_rest(mend=mend)
    if superfluous := set(SearchWord.objects.values_list("word", flat=True)) - seen:
        yield Difference(f"{len(superfluous)} words", "stand nowhere any more")
    if mend:
        _forget(seen)


def examine_batch(source: str, rows: list, *, mend: bool) -> list[Difference]:
    """Return what differs of a batch; mend it where asked."""
    wrong = list(_wrong(source, rows))
    if mend and wrong:
        store(source, [row for _difference, row in wrong])
    return [difference for difference, _row in wrong] + _unknown_words(rows, mend=mend)


def _unknown_words(rows: list, *, mend: bool) -> list[Difference]:
    """Return that words of a batch are not known; learn them where asked."""
    words = set().union(*(words_of(text) for _entry, text in rows))
    known = SearchWord.objects.filter(word__in=words).values_list("word", flat=True)
    unknown = words - set(known)
    if mend:
        add_words(unknown)
    return [Difference(f"{len(unknown)} words", "were not known")] if unknown else []


def examine_rest(*, mend: bool) -> Iterator[Difference]:
    """Yield what the index has beyond what belongs into it, and whether its parts agree."""
    for source in SOURCES:
        left = _superfluous(source)
        yield from (Difference(entry.title, "is not published any more") for entry in left)
        if mend:
            left.delete()
    if not _full_text_agrees():
        yield Difference("The full-text table", "does not agree with the texts")
        if mend:
            _tell_sqlite(REBUILD)
    if lacking := missing_indexes():
        yield Difference("The full-text index", f"lacks {', '.join(lacking)}")
        if mend:
            make_indexes()


def next_batch(source: str, after: int) -> tuple[int, list]:
    """Return what follows of a source as it should stand in the index, and the last key of it.

    The key is 0 where nothing follows.
    """
    keys = list(_keys(source, after))
    found: list[Model] = fetch(source, published(source).filter(pk__in=keys))
    return max(keys, default=0), [(make_entry(source, each), make_text(each)) for each in found]


def _batches() -> Iterator[tuple[str, list[tuple[SearchEntry, SearchText]]]]:
    """Yield everything that belongs into the index as it should stand there."""
    for source in SOURCES:
        last, rows = next_batch(source, 0)
        while last:
            yield source, rows
            last, rows = next_batch(source, last)


def _keys(source: str, after: int) -> Iterator[int]:
    return published(source).filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]


def _superfluous(source: str) -> Iterator[SearchEntry]:
    """Return the entries of a source of what does not belong into the index."""
    entries = SearchEntry.objects.filter(**{f"{source}__isnull": False})
    return entries.exclude(**{f"{source}__in": published(source).order_by().values("pk")})


def _wrong(source: str, rows: list) -> Iterator[tuple[Difference, tuple]]:
    name = f"{source}_id"
    keys = [getattr(entry, name) for entry, _text in rows]
    stored = SearchEntry.objects.filter(**{f"{source}__in": keys}).select_related("text")
    by_key = {getattr(entry, name): entry for entry in stored}
    for entry, text in rows:
        found = by_key.get(getattr(entry, name))
        if not found:
            yield Difference(entry.title, "was missing"), (entry, text)
        elif _facts(found) != _facts(entry) or _texts(found) != _texts_of(text):
            yield Difference(entry.title, "has changed"), (entry, text)


def _facts(entry: SearchEntry) -> list:
    return [getattr(entry, name) for name in FACTS]


def _texts(entry: SearchEntry) -> list | None:
    return _texts_of(entry.text) if hasattr(entry, "text") else None


def _texts_of(text: SearchText) -> list:
    return [getattr(text, name) for name in TEXTS]


def _forget(seen: set[str]) -> None:
    """Drop the words that stand nowhere any more."""
    gone = sorted(set(SearchWord.objects.values_list("word", flat=True)) - seen)
    for at in range(0, len(gone), WORDS_AT_ONCE):
        SearchWord.objects.filter(word__in=gone[at : at + WORDS_AT_ONCE]).delete()


def _full_text_agrees() -> bool:
    """Return whether SQLite's tables agree with the texts; PostgreSQL's columns always do."""
    try:
        with transaction.atomic():
            _tell_sqlite(COMPARE)
    except DatabaseError:
        return False
    return True


def _tell_sqlite(statements: tuple[str, ...]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


MANY = 5000
INDEXES = ("vector", "title_vector")


@contextmanager
def bulk_indexing(number: int) -> Iterator[None]:
    """Let PostgreSQL make its index anew after many entries: one by one they take far longer."""
    if connection.vendor != "postgresql" or number < MANY:
        yield
        return
    with connection.cursor() as cursor:
        for column in INDEXES:
            cursor.execute(f"DROP INDEX IF EXISTS search_searchtext_{column}")
    try:
        yield
    finally:
        make_indexes()


def make_indexes() -> None:
    """Make the indexes of PostgreSQL that are not there: what dropped them may have been killed."""
    for column in missing_indexes():
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX search_searchtext_{column} ON search_searchtext "
                f"USING gin ({column}) WITH (fastupdate = off)"
            )


def missing_indexes() -> list[str]:
    """Return of which columns PostgreSQL has no index."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'search_searchtext'")
        known = {name for (name,) in cursor.fetchall()}
    return [column for column in INDEXES if f"search_searchtext_{column}" not in known]
