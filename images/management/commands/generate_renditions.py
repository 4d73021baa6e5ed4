"""Generate the renditions of images that were not uploaded by an editor, such as imported ones."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from images.prerender import generate_renditions, without_renditions


class Command(BaseCommand):
    """Generate the renditions of some images; repeated calls process all of them."""

    help = "Generates the renditions of images that have none, so that no reader waits for them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--most`."""
        parser.add_argument(
            "--most", type=int, default=20, help="maximum number of images (default: 20)"
        )

    def handle(self, *args: object, **options: int) -> None:
        """Generate the renditions of at most `--most` images."""
        for image in without_renditions()[: options["most"]]:
            generate_renditions(image)
