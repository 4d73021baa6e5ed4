"""Keep the subscribers of newsletters in a file for later; nothing of them is stored here."""

import csv
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from io import StringIO
from pathlib import Path

from core.values.csv_cells import escape_cell, unescape_cell
from importers.ghost.values import as_dict, as_list, flag, line, text
from importers.job import ExportReader, Software
from importers.ledger import Outcome
from importers.report import Report
from importers.source.errors import SourceError
from importers.source.item_store import ItemStore

COLUMNS = ("email", "name", "newsletters", "created_at")
MAX_BYTES = 500_000_000
# All newsletters of a site, in a file that names none.
ALL = "all"
SUBSCRIBER = "subscriber"


@dataclass(frozen=True)
class GhostMember:
    """A member of a Ghost site; without newsletters if they subscribe to none."""

    email: str
    name: str
    newsletters: str
    created_at: str


def subscribers_in(tables: dict[str, object]) -> Iterator[GhostMember]:
    """Yield the members in an export."""
    names = {
        text(row.get("id")): line(row.get("name"))
        for row in map(as_dict, as_list(tables.get("newsletters")))
    }
    subscribed = defaultdict(list)
    for row in map(as_dict, as_list(tables.get("members_newsletters"))):
        newsletter = text(row.get("newsletter_id"))
        subscribed[text(row.get("member_id"))].append(names.get(newsletter) or newsletter)
    for row in map(as_dict, as_list(tables.get("members"))):
        if email := line(row.get("email")):
            own = ", ".join(subscribed[text(row.get("id"))])
            newsletters = own or (ALL if flag(row.get("subscribed")) else "")
            yield GhostMember(
                email, line(row.get("name")), newsletters, line(row.get("created_at"))
            )


def read_members(file: Path) -> list[GhostMember]:
    """Return the members in a CSV that Ghost exports; raise SourceError."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise SourceError(f"{file} is too large: at most {MAX_BYTES // 1_000_000} MB.")
        content = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{file} is not a CSV in UTF-8.") from error
    rows = csv.DictReader(StringIO(content, newline=""))
    try:
        if "email" not in (rows.fieldnames or ()):
            raise SourceError(f"{file} has no column “email”: is it the export of members?")
        return [_member(row) for row in rows if line(row.get("email"))]
    except csv.Error as error:
        raise SourceError(f"{file} is not a CSV: {error}.") from error


def _member(row: dict) -> GhostMember:
    cells = {name: unescape_cell(line(row.get(name))) for name in row if name}
    newsletters = cells.get("newsletters") or (
        ALL if flag(cells.get("subscribed_to_emails")) else ""
    )
    return GhostMember(
        cells["email"], cells.get("name", ""), newsletters, cells.get("created_at", "")
    )


def write(subscribers: Iterable[GhostMember], file: Path) -> int:
    """Write each address once, readable by us alone; return their number."""
    unique = {each.email.casefold(): each for each in subscribers}
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([escape_cell(cell) for cell in astuple(each)] for each in unique.values())
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as target:
        os.fchmod(descriptor, 0o600)
        target.write(out.getvalue())
    return len(unique)


def with_subscribers(software: Software) -> tuple[Software, Callable[[], list[GhostMember]]]:
    """Return a software that remembers its readers, and a function for their subscribers."""
    readers: list[ExportReader] = []

    def reader(store: ItemStore, url: str) -> ExportReader:
        readers.append(software.reader(store, url))
        return readers[-1]

    def found() -> list[GhostMember]:
        return [each for one in readers for each in getattr(one, "subscribers", ())]

    return replace(software, reader=reader), found


def keep(found: Iterable[GhostMember], report: Report, file: Path) -> int:
    """Report subscribers and return their number; write them to a file unless it is a dry run."""
    found = list(found)
    number = len({each.email.casefold() for each in found})
    if not number:
        return 0
    report.source[SUBSCRIBER] += number
    report.count(SUBSCRIBER, Outcome.LEFT_OUT, number)
    if not report.is_dry_run:
        write(found, file)
    report.file_errors.append(f"{number} subscribers are kept in {file.name}, and nowhere else.")
    return number
