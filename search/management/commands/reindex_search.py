"""Rebuild the search index."""

from django.core.management.base import BaseCommand

from search.index.maintenance import reindex, total


class Command(BaseCommand):
    """The `reindex_search` command."""

    help = "Rebuilds the index of the public search. Readers can search meanwhile."

    def handle(self, *args: object, **options: object) -> None:
        """Rebuild the index and print the progress."""
        number = total()
        for done in reindex():
            self.stdout.write(f"\r{done} of {number}", ending="")
            self.stdout.flush()
        self.stdout.write(f"\rIndexed {number} pages, people, topics and documents.")
