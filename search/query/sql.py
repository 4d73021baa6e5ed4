"""Fetch a page of hits and all facet counts in one SQL statement.

It computes the hits once, and both counts and ranks them. A query for each facet would take several
times as long.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from search.query.backends import Ranking, engine

# The columns with facet values; `is_upcoming` is NULL except for events.
COLUMNS = ("kind", "format", "year", "language", "place", "is_upcoming")
# The columns with lists of the ids of topics and contributors.
RELATED = {"topic": "topic_ids", "contributor": "contributor_ids"}
# The other columns of hits, for the ranking and for counting topics and contributors.
RANKING_COLUMNS = ("id", "day", "is_exact", "whole_words", "factor", *RELATED.values())
# How many topics and contributors are counted, those of most pages first.
MAX_RELATED = 12
HIT = "hit"


@dataclass
class FacetCounts:
    """The number of hits, by column and value, and by the id of a topic or contributor.

    Topics and contributors are in descending order of their hits.
    """

    total: int = 0
    columns: dict[str, Counter] = field(
        default_factory=lambda: {name: Counter() for name in COLUMNS}
    )
    related: dict[str, dict[int, int]] = field(
        default_factory=lambda: {name: {} for name in RELATED}
    )

    def add(self, values: list, number: int) -> None:
        """Add `number` hits with these values of `COLUMNS`."""
        self.total += number
        for name, value in zip(COLUMNS, values, strict=True):
            if value not in ("", None):
                self.columns[name][value] += number


def fetch_hits(hits: QuerySet, ranking: Ranking, part: slice) -> tuple[FacetCounts, list[int]]:
    """Return the counts of all hits, and the ids of a slice of them, the best first.

    Entries that the ranking excludes are counted too: they are displayed elsewhere.
    """
    columns = ", ".join(COLUMNS)
    selects = [
        f"SELECT NULL AS name, {columns}, CAST(NULL AS bigint) AS related, COUNT(*) AS number "
        f"FROM hits GROUP BY {columns}",
        *map(_select_related_counts, RELATED),
        f"SELECT '{HIT}', {_nulls()}, id, ROW_NUMBER() OVER (ORDER BY {ranking.order}) "
        f"FROM ({_select_ranked(ranking)}) AS ranked_hits",
    ]
    counts, ids = FacetCounts(), {}
    for name, *values, related, number in _execute(
        hits, ranking, " UNION ALL ".join(selects), part
    ):
        if name == HIT:
            ids[number] = related
        elif name:
            counts.related[name][related] = number
        else:
            counts.add(values, number)
    return counts, [ids[number] for number in sorted(ids)]


def fetch_ids(hits: QuerySet, ranking: Ranking, part: slice) -> list[int]:
    """Return the ids of a slice of the hits, the best first."""
    select = f"SELECT id FROM ({_select_ranked(ranking)}) AS ranked_hits ORDER BY {ranking.order}"
    return [pk for (pk,) in _execute(hits, ranking, select, part)]


def _select_ranked(ranking: Ranking) -> str:
    """Return the SQL of a slice of the hits, the best first, without excluded entries."""
    excluded = ", ".join(str(int(pk)) for pk in ranking.exclude_ids)
    condition = f"WHERE id NOT IN ({excluded})" if excluded else ""
    return (
        f"SELECT * FROM ({ranking.select}) AS weighted_hits {condition} "
        f"ORDER BY {ranking.order} LIMIT %s OFFSET %s"
    )


def _execute(hits: QuerySet, ranking: Ranking, select: str, part: slice) -> Iterator[tuple]:
    columns = hits.order_by().values(*RANKING_COLUMNS, *COLUMNS)
    try:
        sql, values = columns.query.sql_with_params()
    except EmptyResultSet:  # The conditions contradict each other.
        return
    start = part.start or 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH hits AS MATERIALIZED ({sql}){ranking.tables} {select}",
            [*values, *ranking.values, part.stop - start, start],
        )
        yield from cursor


def _select_related_counts(name: str) -> str:
    """Return the SQL that counts the most frequent ids in a column of lists.

    Equal lists are grouped before they are expanded, because many hits share one.
    """
    lists = (
        f"(SELECT {RELATED[name]} AS list, COUNT(*) AS hits FROM hits GROUP BY {RELATED[name]}) "
        "AS lists"
    )
    counts = (
        "SELECT CAST(key AS bigint) AS related, CAST(SUM(hits) AS bigint) AS number "
        f"FROM ({engine().expand_lists.format(lists=lists)}) AS expanded "
        f"GROUP BY key ORDER BY number DESC, related LIMIT {MAX_RELATED:d}"
    )
    return f"SELECT '{name}', {_nulls()}, related, number FROM ({counts}) AS {name}s"


def _nulls() -> str:
    return ", ".join(["NULL"] * len(COLUMNS))
