"""The two full-text indexes, SQLite's FTS5 and PostgreSQL's tsvector, behind the same words.

Hits have their `id`, `named` (exact titles), `whole` (whole words), `day` and a `factor` by which
their weight is multiplied.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db import connection
from django.db.models import BooleanField, Func
from django.db.models.expressions import RawSQL

from search.query.expressions import Expression, QueryPlan, SearchTerm

# How much a word counts in the title, in what names and sums up the page, and in all else.
TITLE, LEAD, BODY = 10.0, 4.0, 1.0
# What it is worth that the words stand there as typed, and that they follow each other.
AS_TYPED, IN_ORDER = 1.5, 2.0
# What it is worth that the title alone has all of them.
IN_TITLE = 2.0
# PostgreSQL unpacks each text that it weighs: of more hits than these only the best by title and
# the newest are weighed; the others follow them in that order.
MOST_WEIGHED = 500


@dataclass(frozen=True)
class Ranking:
    """How hits are put in order, in the language of a database.

    `tables` are further parts of the statement of which `hits` is the first, `select` returns the
    `id` of hits and by what they are ordered, and `values` are the parameters of both.
    """

    tables: str
    select: str
    values: tuple
    order: str = "named DESC, whole DESC, weight DESC, id DESC"
    # The keys of what is shown elsewhere.
    leave_out: tuple[int, ...] = ()


class Engine:
    """A full-text index."""

    conjunction = disjunction = ""
    # The keys of lists, one by one, each with the number of hits that have the same list.
    unfolded: str
    # What stands between a key and the keys that a statement selects, and behind these.
    among, closed = " IN ", ""
    # Which keys match one parameter, in all words and in the titles alone.
    select: str
    select_titles: str

    def text(self, expression: Expression) -> str:
        """Return an expression in the language of the database; its words are letters alone."""
        clauses = (map(self.term, clause) for clause in expression)
        return self.conjunction.join(f"({self.disjunction.join(terms)})" for terms in clauses)

    def term(self, term: SearchTerm) -> str:
        """Return a word, the beginning of one, or words that follow each other."""
        raise NotImplementedError

    def matching(self, expression: Expression) -> Func:
        """Return the condition that an entry has what is asked."""
        keys = RawSQL(self.select, [self.text(expression)])
        return Func(
            "pk",
            keys,
            template=f"%(expressions)s{self.closed}",
            arg_joiner=self.among,
            output_field=BooleanField(),
        )

    def has_more_than(self, word: str, number: int) -> bool:
        """Tell whether more entries than so many have a word, whoever may read them."""
        select = f"SELECT COUNT(*) FROM ({self.select} LIMIT %s) AS found"
        with connection.cursor() as cursor:
            cursor.execute(select, [self.text(((SearchTerm((word,)),),)), number + 1])
            return cursor.fetchone()[0] > number

    def titled(self, expression: Expression, newest: int | None = None) -> RawSQL:
        """Return the keys of the entries that have it in their titles, or of the newest few."""
        limit = "" if newest is None else f" ORDER BY 1 DESC LIMIT {newest:d}"
        return RawSQL(self.select_titles + limit, [self.text(expression)])

    def ranking(self, expression: Expression, words: QueryPlan, start: int) -> Ranking:
        """Return how hits are weighed by their words, for a part that begins at `start`."""
        raise NotImplementedError

    def bonuses(self, words: QueryPlan, found: Expression) -> Iterator[tuple[str, float]]:
        """Yield what only some of what was found have, and by what factor that lifts them."""
        for expression, factor in [(words.exact, AS_TYPED), (words.phrase, IN_ORDER)]:
            if expression not in ((), found):
                yield self.text(expression), factor


class Sqlite(Engine):
    """FTS5, which is fast enough to weigh all that it finds."""

    conjunction, disjunction = " AND ", " OR "
    unfolded = "SELECT value AS key, hits FROM {lists} CROSS JOIN json_each(list)"
    select = "SELECT rowid FROM search_fts WHERE search_fts MATCH %s"
    select_titles = "SELECT rowid FROM search_titles WHERE search_titles MATCH %s"

    def term(self, term: SearchTerm) -> str:
        """Return words between quotation marks; a star follows what is only a beginning."""
        return f'"{" ".join(term.words)}"{"*" if term.begins else ""}'

    def ranking(self, expression: Expression, words: QueryPlan, start: int) -> Ranking:
        """Return how hits are weighed, by Okapi BM25."""
        bonuses = list(self.bonuses(words, expression))
        bonus = f" * CASE WHEN hits.id IN ({self.select}) THEN %s ELSE 1.0 END" * len(bonuses)
        bonus += f" * CASE WHEN hits.id IN ({self.select_titles}) THEN %s ELSE 1.0 END"
        bonuses.append((self.text(expression), IN_TITLE))
        return Ranking(
            ", weighed AS MATERIALIZED (SELECT rowid AS hit, -bm25(search_fts, %s, %s, %s) AS bm25 "
            "FROM search_fts WHERE search_fts MATCH %s)",
            f"SELECT hits.id, named, whole, bm25 * factor{bonus} AS weight "
            "FROM hits JOIN weighed ON weighed.hit = hits.id",
            (TITLE, LEAD, BODY, self.text(expression), *chain.from_iterable(bonuses)),
        )


class PostgreSQL(Engine):
    """Text search with the dictionary that changes no word: ours are folded already."""

    conjunction, disjunction = " & ", " | "
    unfolded = "SELECT jsonb_array_elements_text(list) AS key, hits FROM {lists}"
    # As an array: joined with a select of unknown length, each entry would be looked up by itself.
    among, closed = " = ANY(ARRAY", ")"
    select = "SELECT * FROM search_vector_having(to_tsquery('simple', %s))"
    select_titles = "SELECT * FROM search_title_vector_having(to_tsquery('simple', %s))"

    def term(self, term: SearchTerm) -> str:
        """Return words, one after the other."""
        words = " <-> ".join(f"'{word}'" for word in term.words)
        return f"{words}:*" if term.begins else f"({words})"

    def ranking(self, expression: Expression, words: QueryPlan, start: int) -> Ranking:
        """Return how hits are weighed, by how often they have the words and where."""
        ordered = (
            f", ordered AS (SELECT hits.*, id IN ({self.select_titles}) AS in_title FROM hits)"
        )
        text = self.text(expression)
        if start >= MOST_WEIGHED:
            last = "CASE WHEN in_title THEN 1e7 ELSE 0 END + COALESCE(day, 0) AS weight"
            return Ranking(ordered, f"SELECT id, named, whole, {last} FROM ordered", (text,))
        bonuses = list(self.bonuses(words, expression))
        bonus = f" * CASE WHEN in_title THEN {IN_TITLE} ELSE 1.0 END"
        one = " * CASE WHEN vector @@ to_tsquery('simple', %s) THEN %s ELSE 1.0 END"
        bonus += one * len(bonuses)
        weights = [BODY / TITLE, 0.0, LEAD / TITLE, 1.0]  # of what is marked D, C, B and A
        return Ranking(
            f"{ordered}, best AS MATERIALIZED (SELECT * FROM ordered ORDER BY named DESC, "
            f"whole DESC, in_title DESC, day DESC NULLS LAST, id DESC LIMIT {MOST_WEIGHED:d})",
            "SELECT best.id, named, whole, ts_rank(%s::real[], vector, to_tsquery('simple', %s), 1)"
            f" * factor{bonus} AS weight FROM best JOIN search_searchtext ON entry_id = best.id",
            (text, weights, text, *chain.from_iterable(bonuses)),
        )


NEWEST_FIRST = Ranking(
    "", "SELECT id, COALESCE(day, 0) AS weight FROM hits", (), "weight DESC, id DESC"
)


def engine() -> Engine:
    """Return the index of the database that is there."""
    return PostgreSQL() if connection.vendor == "postgresql" else Sqlite()
