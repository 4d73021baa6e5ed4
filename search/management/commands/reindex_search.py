"""Make the index of the public search anew."""

from django.core.management.base import BaseCommand

from search.index.maintenance import reindex, total


class Command(BaseCommand):
    """Index everything, while readers go on searching."""

    help = "Makes the index of the public search anew, while the site goes on."

    def handle(self, *args: object, **options: object) -> None:
        """Say how far it is."""
        number = total()
        for done in reindex():
            self.stdout.write(f"\r{done} of {number}", ending="")
            self.stdout.flush()
        self.stdout.write(f"\rThe search knows all {number} pages, people, topics and documents.")
