"""Draft the letters of lists that do so each week."""

from django.core.management.base import BaseCommand

from letters.drafting import draft_due_letters


class Command(BaseCommand):
    """Create the drafts that are due."""

    help = "Drafts the weekly letters that are due; they wait for an editor."

    def handle(self, *args: object, **options: object) -> None:
        """Print the titles of the drafts."""
        for letter in draft_due_letters():
            self.stdout.write(letter.title)
