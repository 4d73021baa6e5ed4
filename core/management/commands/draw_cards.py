"""Draw the sharing cards of pages that were not published by an editor, such as imported ones."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from core.metadata.cards import delete_hidden_cards, draw_cards, outdated_pages


class Command(BaseCommand):
    """Draw the cards of some pages; repeated calls process all of them."""

    help = "Draws the sharing cards of pages that have none, or whose card is out of date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--most`."""
        parser.add_argument(
            "--most", type=int, default=50, help="maximum number of cards (default: 50)"
        )

    def handle(self, *args: object, **options: int) -> None:
        """Draw at most `--most` cards."""
        delete_hidden_cards()
        draw_cards(outdated_pages(options["most"]))
