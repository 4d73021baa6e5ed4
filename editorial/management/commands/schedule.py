"""Publish and expire pages at their time, beside the server, where nobody set up a timer."""

import logging
import os
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

log = logging.getLogger(__name__)

SECONDS = 20  # A page is public within a minute of its time.


class Command(BaseCommand):
    """Do so until the process ends that began it."""

    help = "Publishes and expires pages at their time, as long as the server beside it runs."

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
        """Publish and expire what is due."""
        try:
            call_command("publish_scheduled")
        except Exception:
            log.exception("Pages could not be published at their time; the next try follows.")
        close_old_connections()
