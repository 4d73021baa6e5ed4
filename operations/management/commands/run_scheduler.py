"""Run periodic commands, in place of a system timer for each."""

import io
import logging
import os
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.timezone import localdate, now

from letters.models import Recipient
from operations.models import TaskRun

log = logging.getLogger(__name__)

INTERVAL_SECONDS = 20  # A scheduled page goes live within a minute of its time.
HEARTBEAT = "run_scheduler"
FREQUENT = (
    *("publish_scheduled", "deliver_mail", "draft_letters", "send_letters"),
    *("generate_renditions", "draw_cards"),
)
DAILY = (
    *("extend_event_series", "searchpromotions_garbage_collect"),
    *("prune_security_log", "prune_revisions", "prune_imports", "prune_form_answers"),
    "prune_letters",
)
# Every few minutes, if they are set up.
MAILBOX, MAILBOX_PERIOD = "read_bounces", timedelta(minutes=5)
RETRY_AFTER = timedelta(hours=1)  # of a daily command that failed


class Command(BaseCommand):
    """Run until the parent process ends, such as the server or systemd."""

    help = (
        "Publishes and expires scheduled pages, delivers mail, drafts and sends letters, reads "
        "what came back, generates renditions of imported images, draws sharing cards; once a "
        "day extends events without an end, writes a backup if BACKUP_DIR is set, and deletes "
        "old search statistics, log entries, drafts, uploaded exports, answers of forms "
        "and addresses of letters"
    )

    def handle(self, *args: object, **options: object) -> None:
        """Run the commands that are due every INTERVAL_SECONDS."""
        server = os.getppid()
        try:
            while os.getppid() == server:
                self.run_due()
                time.sleep(self.pause())
        except KeyboardInterrupt:
            return

    def run_due(self) -> None:
        """Run the frequent commands, and the daily ones that did not succeed today."""
        for command in FREQUENT:
            self.run(command)
        for command in (*DAILY, *(["backup"] if settings.BACKUP_DIR else [])):
            if self.is_due(command):
                self.run(command)
        if settings.BOUNCES_URL and self.is_past(MAILBOX, MAILBOX_PERIOD):
            self.run(MAILBOX)
        self.record(TaskRun.record_success, HEARTBEAT)
        close_old_connections()

    def pause(self) -> int:
        """Return the seconds until the next round: none while letters are being sent."""
        try:
            return 0 if Recipient.objects.due().exists() else INTERVAL_SECONDS
        except DatabaseError:
            return INTERVAL_SECONDS

    def is_due(self, command: str) -> bool:
        """Return whether a daily command has not succeeded today, nor failed within the hour."""
        try:
            last = TaskRun.objects.filter(name=command).first()
        except DatabaseError:
            return False
        if last is None:
            return True
        if last.failed_at and now() - last.failed_at < RETRY_AFTER:
            return False
        return not last.succeeded_at or localdate(last.succeeded_at) != localdate()

    def is_past(self, command: str, period: timedelta) -> bool:
        """Return whether a command ran longer ago than `period`, with success or not."""
        try:
            last = TaskRun.objects.filter(name=command).first()
        except DatabaseError:
            return False
        times = [last.succeeded_at, last.failed_at] if last else []
        return all(time is None or now() - time > period for time in times)

    def run(self, command: str) -> None:
        """Run a command without its output. Log and record a failure."""
        try:
            call_command(command, stdout=io.StringIO())
        except Exception as error:
            log.exception("%s failed; it will be tried again.", command)
            self.record(TaskRun.record_failure, command, str(error) or type(error).__name__)
        else:
            self.record(TaskRun.record_success, command)

    def record(self, method: Callable[..., None], *arguments: str) -> None:
        """Record a result, unless the database is away."""
        try:
            method(*arguments)
        except DatabaseError:
            log.exception("The result of a periodic command was not recorded.")
