"""The catalogue that a command is about."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from books.models import BookIndexPage


def add_catalogue(parser: ArgumentParser) -> None:
    """Let a command take the address of a catalogue."""
    parser.add_argument("--catalogue", help="the address of the catalogue, if there are several")


def find_catalogue(slug: str | None) -> BookIndexPage:
    """Return the catalogue of an address, or the only one; raises CommandError."""
    found = BookIndexPage.objects.filter(slug=slug) if slug else BookIndexPage.objects.all()
    if len(found) != 1:
        slugs = ", ".join(BookIndexPage.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"Name one catalogue with --catalogue. There are: {slugs}.")
    return found[0]
