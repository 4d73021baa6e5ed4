"""The dates that a reader's calendar shows of a file, by two parsers of different makers."""

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import recurring_ical_events

from tests import node

SCRIPT = Path(__file__).with_name("read.mjs")


def read_by_ical_js(files, until):
    """Return the dates of each file as Mozilla's parser has them."""
    parser = node.package("ical.js", "2.2.1") / "dist/ical.js"
    order = {"files": [file.decode() for file in files], "until": until.isoformat()}
    answer = subprocess.run(
        [node.BIN / "node", SCRIPT, parser],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=True,
    )
    return [sorted(map(tuple, dates)) for dates in json.loads(answer.stdout)]


def read_by_python(file, until):
    """Return the dates of a file as recurring-ical-events has them."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(file), skip_bad_series=False)
    entries = found.between(date(1990, 1, 1), until + timedelta(days=1))
    return sorted(
        (moment(entry.start), moment(entry.end), str(entry["SUMMARY"]), str(entry["STATUS"]))
        for entry in entries
    )


def moment(value):
    """Return a day as it is, and a moment in UTC."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def shown(page, until):
    """Return the same of the rows from which the site's pages are made."""
    dates = []
    for row in page.occurrences.filter(start_date__lte=until):
        hours = row.hours
        if hours.is_whole_days:
            start, end = hours.start_date, hours.end_date + timedelta(days=1)
        else:
            is_known = hours.end_time or hours.end_date > hours.start_date
            start, end = hours.starts_at, hours.ends_at if is_known else hours.starts_at
        status = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}.get(row.status, "CONFIRMED")
        dates.append((moment(start), moment(end), page.full_title, status))
    return sorted(dates)
