"""The table of categories and tags of a run: what each term becomes, as a form and as CSV."""

import csv
import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext

from importers.admin.names import name_of_kind
from importers.models import ImportRun
from importers.source.records import Term
from importers.taxonomy_map import (
    FORMAT,
    NOTHING,
    TARGETS,
    MappingError,
    TaxonomyChoice,
)
from importers.taxonomy_map import Mapping as TermMapping
from news.choices import Format

MAX_NAME = 255  # as the title of a section
MAX_CSV = 20_000_000  # bytes


class TermRow(NamedTuple):
    """A term and its choice, in the order in which they are stored; `error` is for the form."""

    taxonomy: str
    slug: str
    name: str
    posts: int
    becomes: str
    title: str
    error: str = ""

    @property
    def kind(self) -> str:
        """The name of the taxonomy in words."""
        return name_of_kind(self.taxonomy)

    @property
    def shown_title(self) -> str:
        """The name as the form shows it: of a format its label."""
        labels = dict(Format.choices) if self.becomes == FORMAT else {}
        return str(labels.get(self.title, self.title))


def rows_of(run: ImportRun) -> list[TermRow]:
    """Return the rows of a run, the most used terms first."""
    return [TermRow(*row) for row in run.table]


def proposed(mapping: TermMapping, run: ImportRun) -> list[list[object]]:
    """Return the rows after a dry run; what was chosen before for the same site stays."""
    last = ImportRun.objects.filter(site=run.site).exclude(table=[]).order_by("-pk")
    before = run.table or last.values_list("table", flat=True).first() or []
    chosen = {(row[0], row[1]): row[4:6] for row in before}
    rows = []
    for (taxonomy, slug), each in mapping.choices.items():
        becomes, title = chosen.get((taxonomy, slug), (each.becomes, each.name))
        rows.append([taxonomy, slug, each.term.name, each.posts, becomes, title])
    return sorted(rows, key=lambda row: (-row[3], row[0], row[2].casefold(), row[1]))


def to_csv(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as the CSV that `import_wordpress --map` reads."""
    return _mapping(TermRow(*row) for row in rows).to_csv()


def version_of(run: ImportRun) -> str:
    """Return a digest of the table, by which a form knows that it has changed."""
    return hashlib.sha256(json.dumps(run.table).encode()).hexdigest()[:24]


def check_row(row: TermRow, becomes: str, title: str) -> TermRow:
    """Return a row with a choice, and what is wrong with it."""
    becomes, title = becomes.strip().lower(), " ".join(title.split())
    row = row._replace(becomes=becomes, title=title or row.name, error="")
    if becomes not in TARGETS:
        targets = ", ".join(TARGETS)
        return row._replace(error=gettext("Choose one of: %(targets)s.") % {"targets": targets})
    if becomes == NOTHING:
        return row._replace(title="")
    if becomes == FORMAT:
        return _check_format(row)
    if len(row.title) > MAX_NAME or "\0" in title:
        error = gettext("The name has more than %(number)s characters.") % {"number": MAX_NAME}
        return row._replace(error=error)
    return row


def _check_format(row: TermRow) -> TermRow:
    values = {str(label).casefold(): value for value, label in Format.choices}
    value = values.get(row.title.casefold(), row.title.casefold())
    if value in Format.values:
        return row._replace(title=value)
    labels = ", ".join(str(label) for label in Format.labels)
    error = gettext("There is no format “%(name)s”. Choose one of: %(formats)s.")
    return row._replace(error=error % {"name": row.title[:60], "formats": labels})


def posted_rows(page: Iterable[tuple[int, TermRow]], posted: Mapping[str, str]) -> list[TermRow]:
    """Return the rows of one page of the form as they were posted."""
    return [
        check_row(
            row,
            posted.get(f"becomes-{number}", row.becomes),
            posted.get(f"name-{number}", row.title),
        )
        for number, row in page
    ]


def save_rows(run: ImportRun, changed: dict[int, TermRow], version: str) -> bool:
    """Save rows by their numbers; return False if the table has changed meanwhile."""
    with transaction.atomic():
        stored = ImportRun.objects.select_for_update().get(pk=run.pk)
        if version_of(stored) != version:
            return False
        for number, row in changed.items():
            stored.table[number] = list(row[:6])
        stored.save(update_fields=["table"])
    run.table = stored.table
    return True


def read_csv(run: ImportRun, file: UploadedFile) -> tuple[list[TermRow], list[str]]:
    """Return the rows with the choices of an edited table, and what is wrong with the file."""
    if file.size > MAX_CSV:
        return [], [gettext("The file is too large to be this table.")]
    rows = rows_of(run)
    with tempfile.TemporaryDirectory(prefix="masthead-table-") as folder:
        path = Path(folder) / "table.csv"
        with path.open("wb") as target:
            target.writelines(file.chunks())
        try:
            mapping = _mapping(rows).with_table(path)
        except (MappingError, csv.Error) as error:
            return [], [str(error).replace(str(path), gettext("The table"))]
    return _with_choices(rows, mapping), []


def _mapping(rows: Iterable[TermRow]) -> TermMapping:
    return TermMapping(
        TaxonomyChoice(
            Term(taxonomy=row.taxonomy, slug=row.slug, name=row.name),
            row.posts,
            row.becomes,
            row.title,
        )
        for row in rows
    )


def _with_choices(rows: Iterable[TermRow], mapping: TermMapping) -> list[TermRow]:
    found = []
    for row in rows:
        choice = mapping.get(row.taxonomy, row.slug)
        found.append(check_row(row, choice.becomes, choice.name))
    return found
