"""What the source site's categories and tags become: a CSV table for editors to change."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Self

from core.values.csv_cells import escape_cell, unescape_cell
from importers.source.errors import SourceError
from importers.source.records import Term
from news.choices import Format

SECTION, FORMAT, TOPIC, NOTHING = "section", "format", "topic", "nothing"
TARGETS = (SECTION, FORMAT, TOPIC, NOTHING)
COLUMNS = ("Taxonomy", "Slug", "Name", "Posts", "Becomes", "As")
TAXONOMIES = ("category", "post_tag", "tag", "tribe_events_cat", "product_cat", "product_tag")
# Only articles have sections and formats.
ARTICLE_TAXONOMIES = ("category", "post_tag", "tag")
# Common slugs of categories that correspond to a format of an article.
FORMATS = {
    "interviews": Format.INTERVIEW,
    "reviews": Format.REVIEW,
    "book-reviews": Format.REVIEW,
    "statements": Format.STATEMENT,
    "letters": Format.LETTER,
    "videos": Format.VIDEO,
    "long-reads": Format.LONG_READ,
} | {value: Format(value) for value in Format.values if value != Format.NEWS}
IGNORED_CATEGORIES = (
    "uncategorized",
    "uncategorised",
    "unkategorisiert",
    "non-classe",
    "sin-categoria",
)


class MappingError(SourceError):
    """The table, or one of its cells, is invalid."""


@dataclass(frozen=True)
class TaxonomyChoice:
    """The target of one term: `becomes` is one of TARGETS, `name` its title or value."""

    term: Term
    posts: int
    becomes: str
    name: str = ""


class Mapping:
    """The choices for all terms of a site."""

    def __init__(self, choices: Iterable[TaxonomyChoice]) -> None:
        self.choices = {(each.term.taxonomy, each.term.slug): each for each in choices}

    @classmethod
    def proposed(
        cls, terms: Iterable[Term], posts: dict[tuple[str, str], int], sections: set
    ) -> Self:
        """Return a proposal; `sections` are the titles of the existing sections."""
        supported = [term for term in terms if term.taxonomy in TAXONOMIES]
        return cls(
            _propose(term, posts.get((term.taxonomy, term.slug), 0), sections) for term in supported
        )

    def get(self, taxonomy: str, slug: str) -> TaxonomyChoice | None:
        """Return the choice for a term."""
        return self.choices.get((taxonomy, slug))

    def with_table(self, file: Path) -> Self:
        """Return a copy with the choices of a CSV table applied; raise MappingError."""
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise MappingError(f"{file} cannot be read: save it as CSV in UTF-8.") from error
        rows = csv.DictReader(StringIO(text, newline=""), delimiter=_delimiter(text))
        if missing := {"Taxonomy", "Slug", "Becomes"} - set(rows.fieldnames or ()):
            raise MappingError(f"{file} has no column “{min(missing)}”.")
        changed = dict(self.choices)
        for row in rows:
            cells = {name: unescape_cell((row.get(name) or "").strip()) for name in COLUMNS}
            key = (cells["Taxonomy"], cells["Slug"])
            if key in changed:
                changed[key] = _apply_row(changed[key], cells, f"{file}, line {rows.line_num}")
        return type(self)(changed.values())

    def to_csv(self) -> str:
        """Return the choices as CSV, the most used terms of each taxonomy first."""
        out = StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for each in sorted(self.choices.values(), key=lambda one: (one.term.taxonomy, -one.posts)):
            term = each.term
            cells = (term.taxonomy, term.slug, term.name, str(each.posts), each.becomes, each.name)
            writer.writerow([escape_cell(cell) for cell in cells])
        return out.getvalue()


def _propose(term: Term, posts: int, sections: set[str]) -> TaxonomyChoice:
    if term.slug in IGNORED_CATEGORIES:
        return TaxonomyChoice(term, posts, NOTHING)
    if term.taxonomy not in ARTICLE_TAXONOMIES:
        return TaxonomyChoice(term, posts, TOPIC, term.name)
    if term.name in sections:
        return TaxonomyChoice(term, posts, SECTION, term.name)
    if term.slug in FORMATS:
        return TaxonomyChoice(term, posts, FORMAT, FORMATS[term.slug].value)
    return TaxonomyChoice(term, posts, TOPIC, term.name)


def _apply_row(choice: TaxonomyChoice, cells: dict[str, str], place: str) -> TaxonomyChoice:
    becomes = cells["Becomes"].lower() or NOTHING
    if becomes not in TARGETS:
        raise MappingError(f"{place}: “{becomes}” is not one of {', '.join(TARGETS)}.")
    name = cells["As"] or choice.term.name
    if becomes == FORMAT:
        values = {str(label).lower(): value for value, label in Format.choices}
        name = values.get(name.lower(), name)
        if name not in Format.values:
            formats = ", ".join(Format.values)
            raise MappingError(f"{place}: there is no format “{name}”; choose one of {formats}.")
    return replace(choice, becomes=becomes, name="" if becomes == NOTHING else name)


def _delimiter(text: str) -> str:
    """Return the delimiter of the first line: German spreadsheets write semicolons."""
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","
