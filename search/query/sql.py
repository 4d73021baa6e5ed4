"""What was found, read from the database at once: the best of it, and how much there is of what.

One statement goes through the hits once and both counts and weighs them: to ask for each choice by
itself would take several times as long.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from search.query.backends import Ranking, engine

# The columns of an entry by which it is narrowed down; `is_coming` is NULL for all but events.
COLUMNS = ("kind", "format", "year", "language", "place", "is_coming")
# The columns that hold the keys of topics and of people.
RELATED = {"topic": "about", "contributor": "contributor_ids"}
# What a hit has to have besides, to be ranked and counted.
RANKED = ("id", "day", "named", "whole", "factor", *RELATED.values())
# The topics and people of most pages; nobody reads a longer list.
MOST_RELATED = 12
HIT = "hit"


@dataclass
class FacetCounts:
    """How many entries have which value in a column, and how many pages name which topic or person.

    Topics and people are there by their keys, those of most pages first.
    """

    total: int = 0
    columns: dict[str, Counter] = field(
        default_factory=lambda: {name: Counter() for name in COLUMNS}
    )
    related: dict[str, dict[int, int]] = field(
        default_factory=lambda: {name: {} for name in RELATED}
    )

    def add(self, values: list, number: int) -> None:
        """Count so many entries with these values."""
        self.total += number
        for name, value in zip(COLUMNS, values, strict=True):
            if value not in ("", None):
                self.columns[name][value] += number


def read(hits: QuerySet, ranking: Ranking, part: slice) -> tuple[FacetCounts, list[int]]:
    """Return how much there is of what among hits, and the keys of a part of them.

    What the ranking leaves out is counted all the same: it is shown elsewhere.
    """
    columns = ", ".join(COLUMNS)
    selects = [
        f"SELECT NULL AS name, {columns}, CAST(NULL AS bigint) AS related, COUNT(*) AS number "
        f"FROM hits GROUP BY {columns}",
        *map(_most_related, RELATED),
        f"SELECT '{HIT}', {_nothing()}, id, ROW_NUMBER() OVER (ORDER BY {ranking.order}) "
        f"FROM ({_ordered(ranking)}) AS ranked",
    ]
    counted, keys = FacetCounts(), {}
    for name, *found, related, number in _rows(hits, ranking, " UNION ALL ".join(selects), part):
        if name == HIT:
            keys[number] = related
        elif name:
            counted.related[name][related] = number
        else:
            counted.add(found, number)
    return counted, [keys[number] for number in sorted(keys)]


def fetch_keys(hits: QuerySet, ranking: Ranking, part: slice) -> list[int]:
    """Return the keys of a part of the hits alone, the best first."""
    select = f"SELECT id FROM ({_ordered(ranking)}) AS ranked ORDER BY {ranking.order}"
    return [key for (key,) in _rows(hits, ranking, select, part)]


def _ordered(ranking: Ranking) -> str:
    """Return a part of the hits, the best first, without those that are shown elsewhere."""
    left = ", ".join(str(int(key)) for key in ranking.leave_out)
    kept = f"WHERE id NOT IN ({left})" if left else ""
    return (
        f"SELECT * FROM ({ranking.select}) AS weighed_hits {kept} "
        f"ORDER BY {ranking.order} LIMIT %s OFFSET %s"
    )


def _rows(hits: QuerySet, ranking: Ranking, select: str, part: slice) -> Iterator[tuple]:
    columns = hits.order_by().values(*RANKED, *COLUMNS)
    try:
        sql, values = columns.query.sql_with_params()
    except EmptyResultSet:  # what is asked for excludes itself
        return
    start = part.start or 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH hits AS MATERIALIZED ({sql}){ranking.tables} {select}",
            [*values, *ranking.values, part.stop - start, start],
        )
        yield from cursor


def _most_related(name: str) -> str:
    """Return the keys that most hits have in their lists, many of which are the same."""
    lists = (
        f"(SELECT {RELATED[name]} AS list, COUNT(*) AS hits FROM hits GROUP BY {RELATED[name]}) "
        "AS lists"
    )
    counted = (
        "SELECT CAST(key AS bigint) AS related, CAST(SUM(hits) AS bigint) AS number "
        f"FROM ({engine().unfolded.format(lists=lists)}) AS named "
        f"GROUP BY key ORDER BY number DESC, related LIMIT {MOST_RELATED:d}"
    )
    return f"SELECT '{name}', {_nothing()}, related, number FROM ({counted}) AS {name}s"


def _nothing() -> str:
    return ", ".join(["NULL"] * len(COLUMNS))
