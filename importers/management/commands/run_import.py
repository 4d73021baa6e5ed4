"""Work on an import that was started in the admin."""

import os
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from importers.admin.process import Pulse, RunBusyError, claim, take
from importers.admin.worker import execute
from importers.models import ImportRun


class Command(BaseCommand):
    """Work on the present stage of a run; the admin starts this as a process of its own."""

    help = "Works on an import that was started in the admin, or continues it after a stop"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the number of the run."""
        parser.add_argument("run", type=int, help="the number of the import, as in its address")

    def handle(self, *, run: int, **options: object) -> None:
        """Take the run, work on it, and store the outcome."""
        os.umask(0o077)
        found = ImportRun.objects.filter(pk=run).first()
        if found is None:
            raise CommandError(f"There is no import {run}.")
        try:
            if not found.is_active:
                claim(found, found.stage)
            token = take(found)
        except RunBusyError as error:
            raise CommandError("Another import is running. Only one can run at a time.") from error
        pulse = Pulse(found, token)
        with pulse.beating():
            execute(found, pulse)
