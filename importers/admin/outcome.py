"""What the pages of a run show of its report: failures first, and any number of entries."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, QuerySet

from importers.admin.files import report_file
from importers.admin.names import name_of_kind, name_of_outcome
from importers.ledger import Outcome
from importers.models import ImportedItem, ImportRun

PROBLEMS = (str(Outcome.FAILED), str(Outcome.LEFT_OUT), str(Outcome.KEPT))
# The kinds of the warnings that say why an item has such an outcome.
REASONS = ("left out", "error", "edited")
# What the second attempt of a run says of items that the first one created.
CREATED_BEFORE = (Outcome.UNCHANGED, Outcome.UPDATED)
PICTURES = ("picture", "file")


class KindRow(NamedTuple):
    """The outcomes of the items of one kind."""

    kind: str
    number: int
    counts: list[tuple[str, int]]


class NamedRow(NamedTuple):
    """A row of the summary as administrators read it."""

    name: str
    number: int
    words: str


def named_rows(run: ImportRun) -> list[NamedRow]:
    """Return the rows of `kind_rows` in words."""
    return [
        NamedRow(
            name_of_kind(row.kind),
            row.number,
            ", ".join(f"{number} {name_of_outcome(run, name)}" for name, number in row.counts),
        )
        for row in kind_rows(run)
    ]


def kind_rows(run: ImportRun) -> list[KindRow]:
    """Return the outcomes by kind, of all attempts of a run together.

    What an attempt imported before it was stopped is unchanged in the next one.
    """
    rows = run.summary.get("rows", [])
    numbers = _own(run).order_by().values_list("kind").annotate(Count("pk"))
    new = Counter(dict(numbers))
    return [KindRow(kind, number, _together(counts, new[kind])) for kind, number, counts in rows]


def _own(run: ImportRun) -> QuerySet:
    """Return the rows of the ledger that the attempts of a run have added."""
    if not run.is_import or run.ledger_start is None:
        return ImportedItem.objects.none()
    rows = ImportedItem.objects.filter(site=run.site, pk__gt=run.ledger_start)
    return rows.exclude(object_id=None)


def _together(counts: Iterable[tuple[str, int]], new: int) -> list[tuple[str, int]]:
    found = Counter(dict(counts))
    before = max(0, new - found[Outcome.CREATED])
    # An item of the first attempt is updated if one that it links to came only in the second.
    for name in CREATED_BEFORE:
        moved = min(found[name], before)
        before -= moved
        found[str(name)] -= moved
        found[str(Outcome.CREATED)] += moved
    order = [str(each) for each in Outcome]
    kept = [(str(name), number) for name, number in found.items() if number]
    return sorted(kept, key=lambda each: (order.index(each[0]) if each[0] in order else 99, each))


def problem_counts(run: ImportRun) -> list[tuple[str, str, int]]:
    """Return the outcomes to look at, with their names and numbers; failures first."""
    found = Counter()
    for _kind, _number, counts in run.summary.get("rows", []):
        found.update(dict(counts))
    return [(name, name_of_outcome(run, name), found[name]) for name in PROBLEMS if found[name]]


def warning_counts(run: ImportRun) -> list[tuple[str, int]]:
    """Return the kinds of warnings, with their numbers; without the reasons of `problem_counts`."""
    counts = run.summary.get("warning_counts", {}).items()
    kinds = [(kind, number) for kind, number in counts if kind not in REASONS]
    return sorted(kinds, key=lambda each: (-each[1], each[0]))


def entries(run: ImportRun) -> list[dict]:
    """Return the entries of the report, failures first; none if its file is away or outdated."""
    if not run.summary.get("rows"):
        return []
    try:
        report = json.loads(report_file(run, "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    rank = {name: number for number, name in enumerate(PROBLEMS)}
    found = sorted(report["entries"], key=lambda entry: rank.get(entry["outcome"], len(rank)))
    return _created_by_any_attempt(run, found)


def _created_by_any_attempt(run: ImportRun, found: list[dict]) -> list[dict]:
    """Return entries, those as created that an earlier attempt of the run has created."""
    own = set(_own(run).values_list("kind", "key"))
    return [
        entry | {"outcome": str(Outcome.CREATED)}
        if entry["outcome"] in CREATED_BEFORE and (entry["kind"], entry["key"]) in own
        else entry
        for entry in found
    ]


def with_outcome(found: Iterable[dict], outcome: str) -> list[dict]:
    """Return the entries of one outcome."""
    return [entry for entry in found if entry["outcome"] == outcome]


def with_warnings(found: Iterable[dict], kinds: Iterable[str]) -> list[dict]:
    """Return the entries with warnings of some kinds, with these warnings alone."""
    kinds = set(kinds)
    chosen = []
    for entry in found:
        warnings = [each for each in entry["warnings"] if each[0] in kinds]
        if warnings:
            chosen.append(entry | {"warnings": warnings})
    return chosen
