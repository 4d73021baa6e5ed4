"""Draw pictures that came in without an editor, such as those of an import."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from images.prerender import generate_renditions, without_renditions


class Command(BaseCommand):
    """Draw some of those that are not drawn yet; the next call goes on."""

    help = "Draws pictures in all sizes of the design, so that no reader waits for them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many at most."""
        parser.add_argument("--most", type=int, default=20, help="so many at once (20)")

    def handle(self, *args: object, **options: int) -> None:
        """Draw them."""
        for image in without_renditions()[: options["most"]]:
            generate_renditions(image)
