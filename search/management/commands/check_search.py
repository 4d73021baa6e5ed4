"""Compare the search index with its sources, and repair it."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from search.index.maintenance import Difference, check_index, total


class Command(BaseCommand):
    """The `check_search` command."""

    help = (
        "Compares the search index with the pages, people, topics and documents, lists all "
        "differences and repairs them. With --dry-run, exits with status 1 if there are any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--dry-run`."""
        parser.add_argument(
            "--dry-run", action="store_true", help="list the differences without repairing them"
        )

    def handle(self, *args: object, **options: bool) -> None:
        """Print each difference and the progress."""
        repair, number, differences = not options["dry_run"], total(), 0
        for item in check_index(repair=repair):
            if isinstance(item, Difference):
                differences += 1
                self.stdout.write(f"\r{item.title} {item.description}.")
            else:
                self.stdout.write(f"\r{item} of {number}", ending="")
                self.stdout.flush()
        if not differences:
            self.stdout.write(f"\rThe index is up to date: {number} entries were checked.")
        elif repair:
            self.stdout.write(f"\r{differences} differences were repaired.")
        else:
            self.stdout.write(f"\r{differences} differences. Run without --dry-run to repair them.")
            sys.exit(1)
