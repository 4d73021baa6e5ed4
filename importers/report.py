"""The report of an import: the outcome of every item, and a warning for everything lost."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.timezone import now
from wagtail.models import Page

from importers.ledger import Outcome, SourceItem
from importers.proposal import FrontPageProposal

log = logging.getLogger(__name__)

MAX_ERROR_LENGTH = 300
MAX_EXAMPLE_LENGTH = 200


@dataclass(frozen=True)
class ItemWarning:
    """A part of an item that was not imported, or was changed."""

    kind: str
    text: str


@dataclass
class ReportEntry:
    """The outcome of one item, with its warnings as (kind, text) pairs."""

    kind: str
    key: str
    title: str
    outcome: str
    location: str = ""
    url: str = ""
    warnings: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Report:
    """The report of one run."""

    site: str = ""
    title: str = ""
    files: list[str] = field(default_factory=list)
    is_dry_run: bool = False
    started: datetime = field(default_factory=now)
    ended: datetime | None = None
    # The number of items in the export, and of their outcomes, by kind.
    source: Counter = field(default_factory=Counter)
    outcomes: dict[str, Counter] = field(default_factory=dict)
    entries: list[ReportEntry] = field(default_factory=list)
    file_errors: list[str] = field(default_factory=list)
    lost_items: int = 0
    comments: int = 0
    # (names, standfirst) by title: names in standfirsts that may belong in the byline.
    proposals: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    # The front page that the export suggests.
    front_page: FrontPageProposal | None = None
    # (number of items, title of the first one, its value), by the key of an unknown custom field.
    unknown_fields: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    # Of all bodies: words that were read, words in their blocks; the others are in the warnings.
    words_read: int = 0
    words_placed: int = 0

    def add_fields(self, item: SourceItem, is_known: Callable[[str], bool]) -> None:
        """List the custom fields of an item that are not known, each once with an example."""
        for key, values in item.meta.items():
            text = " ".join(" ".join(values).split())
            if text and not is_known(key):
                number, title, example = self.unknown_fields.get(key, (0, item.title, text))
                self.unknown_fields[key] = (number + 1, title, example[:MAX_EXAMPLE_LENGTH])

    def count(self, kind: str, outcome: Outcome, number: int = 1) -> None:
        """Count items that need no entry."""
        self.outcomes.setdefault(kind, Counter())[str(outcome)] += number

    def add(self, entry: ReportEntry) -> None:
        """Count an item; list its entry if it has warnings or an unusual outcome."""
        self.outcomes.setdefault(entry.kind, Counter())[entry.outcome] += 1
        usual = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)
        if entry.warnings or entry.outcome not in usual:
            self.entries.append(entry)

    def leave_out(self, item: SourceItem, reason: str) -> None:
        """Add an item that is not imported."""
        self.add(entry_of(item, Outcome.LEFT_OUT, [("left out", reason)]))

    def fail(self, item: SourceItem, error: Exception) -> None:
        """Add an item whose import failed and was rolled back."""
        log.warning("%s %s: %s", item.type, item.id, error, exc_info=error)
        text = f"Nothing of it was stored: {type(error).__name__}: {error}"
        self.add(entry_of(item, Outcome.FAILED, [("error", text[:MAX_ERROR_LENGTH])]))

    @property
    def unaccounted(self) -> dict[str, int]:
        """The number of items without an outcome, by kind; any is a bug of the importer."""
        counted = {kind: counts.total() for kind, counts in self.outcomes.items()}
        rest = {kind: number - counted.get(kind, 0) for kind, number in self.source.items()}
        return {kind: number for kind, number in rest.items() if number}

    @property
    def warning_counts(self) -> dict[str, int]:
        """The number of warnings, by kind."""
        return dict(Counter(kind for entry in self.entries for kind, _text in entry.warnings))

    @property
    def rows(self) -> list[tuple[str, int, list[tuple[str, int]]]]:
        """The rows of the summary: kind, number of items, and (outcome, number) pairs."""
        kinds = sorted({*self.source, *self.outcomes})
        return [
            (kind, self.source[kind], sorted(self.outcomes.get(kind, Counter()).items()))
            for kind in kinds
        ]

    @property
    def summary(self) -> str:
        """The rows as lines for a terminal."""
        lines = [
            f"  {kind:24}{number:8}   {', '.join(f'{count} {name}' for name, count in counts)}"
            for kind, number, counts in self.rows
        ]
        if self.words_read:
            lines.append(
                f"  {self.words_read} words read, {self.words_placed} on the pages, "
                f"{self.words_read - self.words_placed} in the report."
            )
        if self.lost_items:
            lines.append(f"  {self.lost_items} items could not be read.")
        return "\n".join(lines)

    def write(self, file: Path) -> None:
        """Write the report as HTML, and as JSON beside it."""
        self.ended = self.ended or now()
        html = render_to_string("importers/report.html", {"report": self})
        file.with_suffix(".html").write_text(html, encoding="utf-8")
        sums = {"warning_counts": self.warning_counts, "unaccounted": self.unaccounted}
        front_page = self.front_page and self.front_page.as_dict()
        lists = {"entries": [asdict(entry) for entry in self.entries], "front_page": front_page}
        data = vars(self) | sums | lists
        text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
        file.with_suffix(".json").write_text(text, encoding="utf-8")


def entry_of(
    item: SourceItem,
    outcome: Outcome,
    warnings: Iterable[tuple[str, str]] = (),
    page: Page | None = None,
) -> ReportEntry:
    """Return the report entry of an item."""
    return ReportEntry(
        kind=item.type,
        key=str(item.id),
        title=item.title or item.slug,
        outcome=str(outcome),
        location=f"{item.file}:{item.line}" if item.file else "",
        url=(page.get_url() or "") if page else "",
        warnings=[tuple(each) for each in warnings],
    )


def pairs(warnings: list[ItemWarning]) -> list[tuple[str, str]]:
    """Return warnings as (kind, text) pairs, the form in which the ledger stores them."""
    return [(each.kind, each.text) for each in warnings]


def validation_warnings(error: ValidationError) -> list[ItemWarning]:
    """Return a warning for each field of a validation error; its kind is the field's name."""
    if hasattr(error, "message_dict"):
        return [ItemWarning(name, " ".join(texts)) for name, texts in error.message_dict.items()]
    return [ItemWarning("refused", " ".join(error.messages))]
