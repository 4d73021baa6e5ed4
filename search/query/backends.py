"""One interface to two full-text indexes: SQLite's FTS5 and PostgreSQL's tsvector.

The table expression `hits` has the columns `id`, `is_exact` (the query is the title),
`whole_words` (matches without prefixes), `day` and `factor`, by which the weight is multiplied.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db import connection
from django.db.models import BooleanField, Func
from django.db.models.expressions import RawSQL

from search.query.expressions import Expression, QueryPlan, SearchTerm

# The weights of a word in the title, in names and standfirst, and elsewhere.
TITLE_WEIGHT, LEAD_WEIGHT, BODY_WEIGHT = 10.0, 4.0, 1.0
# The factors for words as typed, for words as a phrase, and for a title with all words.
EXACT_BONUS, PHRASE_BONUS, TITLE_BONUS = 1.5, 2.0, 2.0
# PostgreSQL decompresses each text that it ranks: of more hits than these, only the first by title
# match and date are ranked, and the others follow in that order.
MAX_RANKED_HITS = 500


@dataclass(frozen=True)
class Ranking:
    """The SQL that ranks hits.

    `tables` are common table expressions after `hits`, `select` returns the `id` of hits and the
    columns of `order`, and `values` are the parameters of both.
    """

    tables: str
    select: str
    values: tuple
    order: str = "is_exact DESC, whole_words DESC, weight DESC, id DESC"
    # The ids of entries that are displayed elsewhere.
    exclude_ids: tuple[int, ...] = ()


class Engine:
    """The full-text index of a database."""

    conjunction = disjunction = ""
    # Expands rows of a JSON list and a number of hits into one row for each element of the list.
    expand_lists: str
    # The SQL between an id and a subquery, and after the subquery.
    in_operator, in_suffix = " IN ", ""
    # Queries for the ids that match one parameter, in all texts and in titles only.
    select: str
    select_titles: str

    def text(self, expression: Expression) -> str:
        """Return an expression in the query syntax of the index.

        Words are normalised to letters and digits, so nothing has to be escaped.
        """
        clauses = (map(self.term, clause) for clause in expression)
        return self.conjunction.join(f"({self.disjunction.join(terms)})" for terms in clauses)

    def term(self, term: SearchTerm) -> str:
        """Return a term in the query syntax of the index."""
        raise NotImplementedError

    def matching(self, expression: Expression) -> Func:
        """Return the condition that an entry matches an expression."""
        ids = RawSQL(self.select, [self.text(expression)])
        return Func(
            "pk",
            ids,
            template=f"%(expressions)s{self.in_suffix}",
            arg_joiner=self.in_operator,
            output_field=BooleanField(),
        )

    def has_more_than(self, word: str, number: int) -> bool:
        """Return whether more than `number` entries contain a word, public or not."""
        select = f"SELECT COUNT(*) FROM ({self.select} LIMIT %s) AS matches"
        with connection.cursor() as cursor:
            cursor.execute(select, [self.text(((SearchTerm((word,)),),)), number + 1])
            return cursor.fetchone()[0] > number

    def matching_titles(self, expression: Expression, newest: int | None = None) -> RawSQL:
        """Return the ids of entries whose titles match, or only of the `newest` of them."""
        limit = "" if newest is None else f" ORDER BY 1 DESC LIMIT {newest:d}"
        return RawSQL(self.select_titles + limit, [self.text(expression)])

    def ranking(self, expression: Expression, plan: QueryPlan, start: int) -> Ranking:
        """Return the ranking by relevance, for results that start at index `start`."""
        raise NotImplementedError

    def bonuses(self, plan: QueryPlan, searched: Expression) -> Iterator[tuple[str, float]]:
        """Yield narrower expressions with the factors by which they raise the weight of a hit."""
        for expression, factor in [(plan.exact, EXACT_BONUS), (plan.phrase, PHRASE_BONUS)]:
            if expression not in ((), searched):
                yield self.text(expression), factor


class Sqlite(Engine):
    """SQLite's FTS5, which is fast enough to rank all hits."""

    conjunction, disjunction = " AND ", " OR "
    expand_lists = "SELECT value AS key, hits FROM {lists} CROSS JOIN json_each(list)"
    select = "SELECT rowid FROM search_fts WHERE search_fts MATCH %s"
    select_titles = "SELECT rowid FROM search_titles WHERE search_titles MATCH %s"

    def term(self, term: SearchTerm) -> str:
        """Return a quoted word or phrase, followed by a star if it is a prefix."""
        return f'"{" ".join(term.words)}"{"*" if term.is_prefix else ""}'

    def ranking(self, expression: Expression, plan: QueryPlan, start: int) -> Ranking:
        """Return the ranking by Okapi BM25."""
        bonuses = list(self.bonuses(plan, expression))
        bonus = f" * CASE WHEN hits.id IN ({self.select}) THEN %s ELSE 1.0 END" * len(bonuses)
        bonus += f" * CASE WHEN hits.id IN ({self.select_titles}) THEN %s ELSE 1.0 END"
        bonuses.append((self.text(expression), TITLE_BONUS))
        return Ranking(
            ", ranked AS MATERIALIZED (SELECT rowid AS hit, -bm25(search_fts, %s, %s, %s) AS bm25 "
            "FROM search_fts WHERE search_fts MATCH %s)",
            f"SELECT hits.id, is_exact, whole_words, bm25 * factor{bonus} AS weight "
            "FROM hits JOIN ranked ON ranked.hit = hits.id",
            (
                TITLE_WEIGHT,
                LEAD_WEIGHT,
                BODY_WEIGHT,
                self.text(expression),
                *chain.from_iterable(bonuses),
            ),
        )


class PostgreSQL(Engine):
    """PostgreSQL's text search, with the `simple` dictionary: the words are normalised already."""

    conjunction, disjunction = " & ", " | "
    expand_lists = "SELECT jsonb_array_elements_text(list) AS key, hits FROM {lists}"
    # An array, because the planner would look up each entry separately for a join of unknown size.
    in_operator, in_suffix = " = ANY(ARRAY", ")"
    select = "SELECT * FROM search_vector_having(to_tsquery('simple', %s))"
    select_titles = "SELECT * FROM search_title_vector_having(to_tsquery('simple', %s))"

    def term(self, term: SearchTerm) -> str:
        """Return a word or a phrase."""
        words = " <-> ".join(f"'{word}'" for word in term.words)
        return f"{words}:*" if term.is_prefix else f"({words})"

    def ranking(self, expression: Expression, plan: QueryPlan, start: int) -> Ranking:
        """Return the ranking by the frequency of the words and the weights of their fields."""
        ordered = (
            f", ordered AS (SELECT hits.*, id IN ({self.select_titles}) AS in_title FROM hits)"
        )
        text = self.text(expression)
        if start >= MAX_RANKED_HITS:
            weight = "CASE WHEN in_title THEN 1e7 ELSE 0 END + COALESCE(day, 0) AS weight"
            return Ranking(
                ordered, f"SELECT id, is_exact, whole_words, {weight} FROM ordered", (text,)
            )
        bonuses = list(self.bonuses(plan, expression))
        bonus = f" * CASE WHEN in_title THEN {TITLE_BONUS} ELSE 1.0 END"
        each = " * CASE WHEN vector @@ to_tsquery('simple', %s) THEN %s ELSE 1.0 END"
        bonus += each * len(bonuses)
        # Relative to the title, for the labels D, C, B and A.
        weights = [BODY_WEIGHT / TITLE_WEIGHT, 0.0, LEAD_WEIGHT / TITLE_WEIGHT, 1.0]
        return Ranking(
            f"{ordered}, best AS MATERIALIZED (SELECT * FROM ordered ORDER BY is_exact DESC, "
            "whole_words DESC, in_title DESC, day DESC NULLS LAST, id DESC "
            f"LIMIT {MAX_RANKED_HITS:d})",
            "SELECT best.id, is_exact, whole_words, "
            "ts_rank(%s::real[], vector, to_tsquery('simple', %s), 1)"
            f" * factor{bonus} AS weight FROM best JOIN search_searchtext ON entry_id = best.id",
            (text, weights, text, *chain.from_iterable(bonuses)),
        )


NEWEST_FIRST = Ranking(
    "", "SELECT id, COALESCE(day, 0) AS weight FROM hits", (), "weight DESC, id DESC"
)


def engine() -> Engine:
    """Return the full-text index of the default database."""
    return PostgreSQL() if connection.vendor == "postgresql" else Sqlite()
