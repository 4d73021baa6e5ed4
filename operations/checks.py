"""What has to work for the site to work, checked for `/readyz` and for people."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.models import UndeliveredMail
from images.models import SiteImage
from letters.models import Mailing
from operations.database_file import database_path
from operations.management.commands.run_scheduler import HEARTBEAT
from operations.models import TaskRun
from operations.versions import missing_columns, missing_migrations

MEGABYTE = 1024 * 1024
FULL, NEARLY_FULL = 100 * MEGABYTE, 1024 * MEGABYTE
SCHEDULER_LATE = timedelta(minutes=10)
BACKUP_LATE = timedelta(days=2)


class HealthLevel(IntEnum):
    """How well something works."""

    GOOD = 0
    ATTENTION = 1  # The site works; a person should do something.
    FAILING = 2  # The site does not work, or will lose something.


@dataclass(frozen=True)
class CheckResult:
    """What a check has found, and what to do about it."""

    name: str
    label: str
    level: HealthLevel
    sentence: str
    advice: str = ""


Finding = tuple[HealthLevel, str, str] | tuple[HealthLevel, str]


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        connection.close()
        return (
            HealthLevel.FAILING,
            gettext("The database does not answer: %(error)s") % {"error": error},
            gettext("See that its server runs and that its disk is not full; then wait a minute."),
        )
    return HealthLevel.GOOD, gettext("The database answers.")


def _migrations() -> Finding:
    missing = missing_migrations() or missing_columns()
    if missing:
        return (
            HealthLevel.FAILING,
            gettext("The database does not fit this version: it lacks %(name)s.")
            % {"name": missing[0]},
            gettext("Run: manage.py migrate"),
        )
    return HealthLevel.GOOD, gettext("The database fits this version.")


def _cache() -> Finding:
    try:
        caches["default"].set("operations.checks", "1", 10)
        works = caches["default"].get("operations.checks") == "1"
    except Exception:  # Clients of cache servers raise many kinds of exceptions.
        works = False
    if not works:
        return (
            HealthLevel.ATTENTION,
            gettext("The cache server does not answer; pages take longer."),
            gettext("See that the server of CACHE_URL runs."),
        )
    return HealthLevel.GOOD, gettext("The cache works.")


def _files() -> Finding:
    """Write a small file where uploads go, or look whether the bucket answers."""
    try:
        _write_file()
    except Exception as error:  # Clients of buckets raise many kinds of exceptions.
        return (
            HealthLevel.FAILING,
            gettext("Files cannot be uploaded: %(error)s") % {"error": error},
            gettext("See that MEDIA_ROOT or MEDIA_BUCKET is there and can be written to."),
        )
    return HealthLevel.GOOD, gettext("Files can be uploaded.")


def _write_file() -> None:
    try:
        folder = default_storage.path("")
    except NotImplementedError:  # a bucket
        default_storage.exists("operations.checks")
        return
    # The folder, or what should be mounted there, may be gone: an upload would hide that.
    first = SiteImage.objects.order_by("pk").first()
    if first and not default_storage.exists(first.file.name):
        raise FileNotFoundError(first.file.name)
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"1")


def _disk() -> Finding:
    free = min(shutil.disk_usage(_existing(place)).free for place in _places())
    text = gettext("%(size)s MB are free on the disk.") % {"size": free // MEGABYTE}
    advice = gettext("Delete old backups or other files, or get a larger disk.")
    if free < FULL:
        return HealthLevel.FAILING, text, advice
    if free < NEARLY_FULL:
        return HealthLevel.ATTENTION, text, advice
    return HealthLevel.GOOD, text


def _places() -> Iterator[Path]:
    """Yield the folders on whose disks the site writes."""
    yield Path(settings.MEDIA_ROOT)
    yield Path(tempfile.gettempdir())
    if connection.vendor == "sqlite":
        yield database_path()
    if settings.BACKUP_DIR:
        yield settings.BACKUP_DIR


def _existing(path: Path) -> Path:
    return next(each for each in (path, *path.absolute().parents) if each.exists())


def _scheduler() -> Finding:
    last = TaskRun.objects.filter(name=HEARTBEAT).first()
    if not last or now() - last.succeeded_at > SCHEDULER_LATE:
        return (
            HealthLevel.ATTENTION,
            gettext("Periodic tasks last ran: %(since)s.")
            % {"since": _since(last and last.succeeded_at)},
            gettext("Scheduled pages wait until this runs: manage.py run_scheduler"),
        )
    failed = TaskRun.objects.exclude(failed_at=None).order_by("name").first()
    if failed:
        return (
            HealthLevel.ATTENTION,
            gettext("The periodic task %(name)s fails: %(error)s")
            % {"name": failed.name, "error": failed.message},
            gettext("It is tried again. The log of the server says more."),
        )
    return HealthLevel.GOOD, gettext("Periodic tasks run.")


def _backup() -> Finding:
    last = TaskRun.objects.filter(name="backup").first()
    when = last and last.succeeded_at
    text = gettext("The last good backup: %(since)s.") % {"since": _since(when)}
    if not when or now() - when > BACKUP_LATE:
        return (
            HealthLevel.ATTENTION,
            text,
            gettext("Set BACKUP_DIR for a daily backup, or run: manage.py backup DIR"),
        )
    return HealthLevel.GOOD, text


def _mail() -> Finding:
    waiting = UndeliveredMail.objects.filter(attempts__gt=0)
    if count := waiting.count():
        return (
            HealthLevel.ATTENTION,
            gettext("%(count)s mails could not be sent: %(reason)s")
            % {"count": count, "reason": waiting.first().reason},
            gettext("See that EMAIL_URL is right and the mail server answers."),
        )
    if mailing := Mailing.objects.filter(finished_at=None).exclude(problem="").first():
        text = gettext("“%(subject)s” is not being sent: %(reason)s")
        return (
            HealthLevel.ATTENTION,
            text % {"subject": mailing.subject, "reason": mailing.problem},
            gettext("See that EMAIL_URL is right and the mail server answers."),
        )
    return HealthLevel.GOOD, gettext("No mail waits to be sent again.")


def _since(moment: datetime | None) -> str:
    if moment is None:
        return gettext("never")
    minutes = int((now() - moment).total_seconds()) // 60
    if minutes < 120:
        return gettext("%(count)s minutes ago") % {"count": minutes}
    if minutes < 48 * 60:
        return gettext("%(count)s hours ago") % {"count": minutes // 60}
    return gettext("%(count)s days ago") % {"count": minutes // (24 * 60)}


CHECKS: dict[str, tuple[str, Callable[[], Finding]]] = {
    "database": (_("Database"), _database),
    "migrations": (_("Version"), _migrations),
    "files": (_("Files"), _files),
    "disk": (_("Disk"), _disk),
    "cache": (_("Cache"), _cache),
    "scheduler": (_("Periodic tasks"), _scheduler),
    "backup": (_("Backup"), _backup),
    "mail": (_("Mail"), _mail),
}


def run_checks() -> list[CheckResult]:
    """Return the results of all checks; of the database alone if that does not answer."""
    results = []
    for name, (label, check) in CHECKS.items():
        try:
            finding = check()
        except DatabaseError as error:
            finding = HealthLevel.FAILING, gettext("Not known, as the database says: %s") % error
        result = CheckResult(name, str(label), *finding)
        results.append(result)
        if name == "database" and result.level is HealthLevel.FAILING:
            break
    return results
