"""The base class of the management commands for catalogues."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from books.models import BookIndexPage


class CatalogueCommand(BaseCommand):
    """A command with the option --catalogue."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the option --catalogue."""
        parser.add_argument("--catalogue", help="the slug of the catalogue, if there are several")

    def find_catalogue(self, slug: str | None) -> BookIndexPage:
        """Return the catalogue with this slug, or the only one; raise CommandError."""
        found = BookIndexPage.objects.filter(slug=slug) if slug else BookIndexPage.objects.all()
        if len(found) != 1:
            slugs = ", ".join(BookIndexPage.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"Name one catalogue with --catalogue. There are: {slugs}.")
        return found[0]
