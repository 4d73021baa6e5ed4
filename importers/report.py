"""What an import did: each item counted against what became of it, each loss named."""

import json
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.timezone import now
from wagtail.models import Page

from importers.ledger import Outcome, SourceItem

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ItemWarning:
    """Something of an item that did not come along, or came as something else."""

    kind: str
    text: str


@dataclass
class ReportEntry:
    """An item of which there is something to say."""

    kind: str
    key: str
    title: str
    outcome: str
    place: str = ""
    address: str = ""
    losses: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Report:
    """The account of one run."""

    site: str = ""
    title: str = ""
    files: list[str] = field(default_factory=list)
    is_dry_run: bool = False
    begun: datetime = field(default_factory=now)
    ended: datetime | None = None
    # How many items there are of each kind, and what became of them.
    source: Counter = field(default_factory=Counter)
    outcomes: dict[str, Counter] = field(default_factory=dict)
    entries: list[ReportEntry] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lost_items: int = 0
    comments: int = 0
    # Names in standfirsts that may belong into the byline, with where they stand, by the titles.
    proposals: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def count(self, kind: str, outcome: Outcome, number: int = 1) -> None:
        """Count items of a kind of which there is no more to say."""
        self.outcomes.setdefault(kind, Counter())[str(outcome)] += number

    def add(self, entry: ReportEntry) -> None:
        """Count an item, and keep it where there is more to say."""
        self.outcomes.setdefault(entry.kind, Counter())[entry.outcome] += 1
        quiet = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)
        if entry.losses or entry.outcome not in quiet:
            self.entries.append(entry)

    def leave_out(self, item: SourceItem, reason: str) -> None:
        """Count an item that is left out."""
        self.add(entry_of(item, Outcome.LEFT_OUT, [("left out", reason)]))

    def fail(self, item: SourceItem, error: Exception) -> None:
        """Count an item that could not be brought in; nothing of it is stored."""
        log.warning("%s %s: %s", item.type, item.id, error, exc_info=error)
        said = f"Nothing of it was stored: {type(error).__name__}: {error}"
        self.add(entry_of(item, Outcome.FAILED, [("error", said[:300])]))

    @property
    def unaccounted(self) -> dict[str, int]:
        """How many items of each kind became nothing that was counted: none, or it is a mistake."""
        counted = {kind: sum(each.values()) for kind, each in self.outcomes.items()}
        left = {kind: number - counted.get(kind, 0) for kind, number in self.source.items()}
        return {kind: number for kind, number in left.items() if number}

    @property
    def losses(self) -> dict[str, int]:
        """How often what kind of thing did not come along."""
        return dict(Counter(kind for entry in self.entries for kind, _text in entry.losses))

    @property
    def rows(self) -> list[tuple[str, int, list[tuple[str, int]]]]:
        """Each kind with its number of items, and what became of them."""
        kinds = sorted({*self.source, *self.outcomes})
        return [
            (kind, self.source[kind], sorted(self.outcomes.get(kind, Counter()).items()))
            for kind in kinds
        ]

    @property
    def summary(self) -> str:
        """The same in lines for a terminal."""
        lines = [
            f"  {kind:24}{number:8}   {', '.join(f'{count} {name}' for name, count in counts)}"
            for kind, number, counts in self.rows
        ]
        if self.lost_items:
            lines.append(f"  {self.lost_items} items could not be read.")
        return "\n".join(lines)

    def write(self, file: Path) -> None:
        """Write it for people, as HTML, and beside it for machines, as JSON."""
        self.ended = self.ended or now()
        html = render_to_string("importers/report.html", {"report": self})
        file.with_suffix(".html").write_text(html, encoding="utf-8")
        sums = {"losses": self.losses, "unaccounted": self.unaccounted}
        data = vars(self) | sums | {"entries": [asdict(entry) for entry in self.entries]}
        text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
        file.with_suffix(".json").write_text(text, encoding="utf-8")


def entry_of(
    item: SourceItem,
    outcome: Outcome,
    losses: Iterable[tuple[str, str]] = (),
    page: Page | None = None,
) -> ReportEntry:
    """Return what the report says of an item."""
    place = f"{item.file}:{item.line}" if item.file else ""
    address = (page.get_url() or "") if page else ""
    found = [tuple(loss) for loss in losses]
    title = item.title or item.slug
    return ReportEntry(item.type, str(item.id), title, str(outcome), place, address, found)


def pairs(losses: list[ItemWarning]) -> list[tuple[str, str]]:
    """Return losses in the form in which they are remembered."""
    return [(loss.kind, loss.text) for loss in losses]


def faults(error: ValidationError) -> list[ItemWarning]:
    """Return what a model refuses, in sentences."""
    if hasattr(error, "message_dict"):
        return [ItemWarning(name, " ".join(texts)) for name, texts in error.message_dict.items()]
    return [ItemWarning("refused", " ".join(error.messages))]
