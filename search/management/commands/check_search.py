"""Compare the index of the public search with what it is made of."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from search.index.maintenance import Difference, check_index, total


class Command(BaseCommand):
    """Find and mend what differs."""

    help = "Names what the search has wrong, and mends it; ends with 1 where a look alone found it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let an administrator only look."""
        parser.add_argument("--dry-run", action="store_true", help="name it, and change nothing")

    def handle(self, *args: object, **options: bool) -> None:
        """Say what differs and how far it is."""
        mend, number, wrong = not options["dry_run"], total(), 0
        for found in check_index(mend=mend):
            if isinstance(found, Difference):
                wrong += 1
                self.stdout.write(f"\r{found.title} {found.sentence}.")
            else:
                self.stdout.write(f"\r{found} of {number}", ending="")
                self.stdout.flush()
        if not wrong:
            self.stdout.write(f"\rThe index agrees with all {number} of what it is made of.")
        elif mend:
            self.stdout.write(f"\r{wrong} differences were mended.")
        else:
            self.stdout.write(f"\r{wrong} differences. Without --dry-run they are mended.")
            sys.exit(1)
