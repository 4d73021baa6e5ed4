"""Work on a run: read its files, try or import them, and store the report."""

import errno
import json
import logging

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext

from importers import job
from importers.admin import term_table
from importers.admin.files import (
    SUBSCRIBERS,
    export_files,
    folder_of,
    listed_path,
    private_folder,
    report_file,
    write_private,
)
from importers.admin.process import Pulse, RunStoppedError
from importers.admin.software import SOFTWARE, WITHOUT_ADDRESS
from importers.context import ImportContext
from importers.ghost import subscribers
from importers.ghost.earlier_import import earlier_site
from importers.models import ImportedItem, ImportRun, RunState
from importers.proposal import FrontPageProposal
from importers.report import Report
from importers.source.errors import SourceError
from importers.source.item_store import ItemStore
from importers.wordpress.pages.books import VARIATION, BookImporter

log = logging.getLogger(__name__)

READING, FINISHING = "reading", "finishing"


def execute(run: ImportRun, pulse: Pulse) -> None:
    """Work on a stage of a run until it is done, stopped or failed, and store the outcome."""
    try:
        with ItemStore() as store:
            _work(run, pulse, store)
    except (RunStoppedError, KeyboardInterrupt):
        pulse.finish(RunState.STOPPED)
    except SourceError as error:
        text = _without_folder(run, str(error))
        pulse.finish(RunState.FAILED, error=text, summary={"is_unreadable": True})
    except OSError as error:
        log.exception("Import %s failed.", run.pk)
        pulse.finish(RunState.FAILED, error=sentence_for(error))
    except Exception:
        log.exception("Import %s failed.", run.pk)
        text = gettext("The import failed. The log of the site says why. What was imported stays.")
        pulse.finish(RunState.FAILED, error=text)


def sentence_for(error: OSError) -> str:
    """Return what to say about a file that cannot be read or written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return gettext("The disk of the server is full. Make room, then try again.")
    return gettext("A file cannot be read or written: %(reason)s.") % {
        "reason": error.strerror or type(error).__name__
    }


def _work(run: ImportRun, pulse: Pulse, store: ItemStore) -> None:
    pulse.say(READING)
    software, members = subscribers.with_subscribers(SOFTWARE[run.software])
    options = _options(run)
    context = job.read(software, options, store)
    source = {"site": context.source.key, "title": context.report.title[:255]}
    _save(run, **source)
    if run.is_import and run.ledger_start is None:
        _save(run, ledger_start=ImportedItem.objects.aggregate(last=Max("pk"))["last"] or 0)
    if not run.is_import:
        # A second dry run keeps the front page, which may have been changed since the first.
        front_page = {"front_page": context.front_page.as_dict()} if context.front_page else {}
        table = term_table.proposed(context.mapping, run)
        _save(run, table=table, options=front_page | run.options)
    losses = _losses(run, context)
    pulse.total = job.count(software, context)
    pulse.check()
    try:
        job.run(software, options, context, pulse.advance)
    finally:
        _store_report(run, context, pulse, members(), losses)
    pulse.done = pulse.total
    pulse.finish(RunState.DONE)


def _losses(run: ImportRun, context: ImportContext) -> dict[str, object]:
    """Return what is lost with the options of a run, which the dry run has to say."""
    earlier = earlier_site(context) if run.software in WITHOUT_ADDRESS else ""
    has_books = "books" in run.options["parts"] and not context.currency
    items = context.store.items([*BookImporter.types, VARIATION]) if has_books else ()
    prices = sum(bool(item.get("_regular_price") or item.get("_price")) for item in items)
    return {"earlier_site": earlier, "prices": prices}


def _options(run: ImportRun) -> job.Options:
    """Return the options of a run as those of the command; raise SourceError."""
    chosen = run.options
    media = job.ONLINE if chosen["media"] == "fetch" else ""
    if chosen["media"] == "folder":
        media = str(listed_path(chosen["media_folder"]))
    table = None
    if run.is_import and run.table:
        table = private_folder(folder_of(run)) / "map.csv"
        write_private(table, term_table.to_csv(run.table))
    return job.Options(
        files=export_files(run),
        media=media,
        is_dry_run=not run.is_import,
        parts=list(chosen["parts"]),
        currency=chosen["currency"],
        url=chosen.get("url", ""),
        table=table,
        has_front_page=chosen.get("has_front_page", True),
        front_page=_front_page(run),
    )


def _front_page(run: ImportRun) -> FrontPageProposal | None:
    """Return the front page as an administrator has changed it; None before that."""
    values = run.options.get("front_page") if run.is_import else None
    return FrontPageProposal.from_dict(values) if values else None


def _store_report(
    run: ImportRun,
    context: ImportContext,
    pulse: Pulse,
    members: list[subscribers.GhostMember],
    losses: dict[str, object],
) -> None:
    """Store the report, also of a part of the items; the proposals of all attempts are kept."""
    pulse.say(FINISHING)
    if pulse.is_lost:
        return
    report = context.report
    for name in ("report.html", "report.json"):
        write_private(report_file(run, name), "")
    number = subscribers.keep(members, report, report_file(run, SUBSCRIBERS))
    report.write(report_file(run, "report.html"))
    if run.is_import:
        write_private(report_file(run, "redirects.csv"), context.redirects.to_csv())
    rows = [
        [title, names, standfirst]
        for title, found in report.proposals.items()
        for names, standfirst in found
    ]
    kept = [row for row in run.proposals if row not in rows]
    summary = _summary(report) | losses | {"subscribers": number}
    _save(run, summary=summary, proposals=[*kept, *rows])


def _summary(report: Report) -> dict[str, object]:
    """Return what the pages of the admin show of a report without reading all of it."""
    summary = {
        "site": report.site,
        "rows": report.rows,
        "warning_counts": report.warning_counts,
        "unaccounted": report.unaccounted,
        "file_errors": report.file_errors[:200],
        "lost_items": report.lost_items,
        "comments": report.comments,
    }
    return json.loads(json.dumps(summary))


def _save(run: ImportRun, **values: object) -> None:
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=list(values))


def _without_folder(run: ImportRun, text: str) -> str:
    """Return a sentence with the names of files instead of their paths on the server."""
    for number, file in enumerate(run.files):
        text = text.replace(
            str(folder_of(run) / "files" / str(number) / file["name"]), file["name"]
        )
    return text.replace(f"{settings.IMPORT_FOLDER}/", "")
