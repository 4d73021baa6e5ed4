"""Run scheduled commands beside the server, in place of a system timer."""

import logging
import os
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.timezone import localdate

log = logging.getLogger(__name__)

INTERVAL_SECONDS = 20  # A scheduled page goes live within a minute of its time.
FREQUENT = ("publish_scheduled", "generate_renditions")
DAILY = ("extend_event_series", "searchpromotions_garbage_collect", "prune_security_log")


class Command(BaseCommand):
    """Run until the parent process ends."""

    help = (
        "Publishes and expires scheduled pages, generates renditions of imported images, extends "
        "events without an end, and deletes old search statistics and old entries of the security "
        "log, until its parent process ends"
    )
    last_daily_run = None

    def handle(self, *args: object, **options: object) -> None:
        """Run the commands that are due every INTERVAL_SECONDS."""
        server = os.getppid()
        try:
            while os.getppid() == server:
                self.run_due()
                time.sleep(INTERVAL_SECONDS)
        except KeyboardInterrupt:
            return

    def run_due(self) -> None:
        """Run the frequent commands, and the daily ones until all have succeeded today."""
        for command in FREQUENT:
            self.run(command)
        if self.last_daily_run != localdate():
            succeeded = [self.run(command) for command in DAILY]  # A failure stops no other one.
            self.last_daily_run = localdate() if all(succeeded) else None
        close_old_connections()

    def run(self, command: str) -> bool:
        """Run a command and return whether it succeeded. Log exceptions."""
        try:
            call_command(command)
        except Exception:
            log.exception("%s failed; it will be tried again.", command)
            return False
        return True
