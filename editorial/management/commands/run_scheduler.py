"""Run scheduled commands beside the server, in place of a system timer."""

import logging
import os
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.timezone import localdate

log = logging.getLogger(__name__)

SECONDS = 20  # A page is public within a minute of its time.
OFTEN = ("publish_scheduled", "generate_renditions")
DAILY = ("extend_event_series", "searchpromotions_garbage_collect")


class Command(BaseCommand):
    """Do so until the process ends that began it."""

    help = (
        "Publishes and expires pages at their time, draws pictures that came in without an editor, "
        "adds the dates of events without end and forgets old searches, as long as the server "
        "beside it runs."
    )
    done_on = None

    def handle(self, *args: object, **options: object) -> None:
        """Look every twenty seconds; a look that fails is written down, and another follows."""
        server = os.getppid()
        try:
            while os.getppid() == server:
                self.look()
                time.sleep(SECONDS)
        except KeyboardInterrupt:
            return

    def look(self) -> None:
        """Do what is due, draw some pictures, and once a day what is to be done once a day."""
        for each in OFTEN:
            self.do(each)
        if self.done_on != localdate():
            done = [self.do(each) for each in DAILY]  # one that fails keeps no other from its turn
            self.done_on = localdate() if all(done) else None
        close_old_connections()

    def do(self, command: str) -> bool:
        """Run a command and tell whether it ended well; what it could not do is written down."""
        try:
            call_command(command)
        except Exception:
            log.exception("%s could not do all that is due; the next try follows.", command)
            return False
        return True
