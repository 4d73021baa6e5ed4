"""Fill a site, to see how it is with much in it."""

from argparse import ArgumentParser
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError

from books.models import BookIndexPage
from core.models import BasePage
from demo.load_test.articles import ArticleGenerator, GeneratedSnippets
from demo.load_test.bulk_insert import count_children, tidy_up
from demo.load_test.events_and_books import write_books, write_events
from demo.load_test.text_generator import Inventor
from events.models import EventIndexPage
from news.models import ArticleIndexPage
from search.index.maintenance import bulk_indexing


class Command(BaseCommand):
    """Write articles, events and books that nobody wrote.

    Articles go into the database as rows: they have no versions, and the search of the admin and
    the list of where things are used know them only after Wagtail's own `update_index` and
    `rebuild_references_index`.
    """

    help = "Writes made-up articles, events and books, to measure a site that nobody reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how much is written."""
        parser.add_argument("--articles", type=int, default=1000)
        parser.add_argument("--events", type=int, default=0)
        parser.add_argument("--books", type=int, default=0)
        parser.add_argument("--seed", type=int, default=1, help="the same seed writes the same")

    def handle(self, *args: object, **options: int) -> None:
        """Write into the first section of each type."""
        inventor = Inventor(options["seed"])
        directory = GeneratedSnippets.invent(inventor)
        if options["articles"]:
            section = self.first(ArticleIndexPage)
            with bulk_indexing(options["articles"]):
                maker = ArticleGenerator(section, inventor, directory)
                self.follow("articles", maker.write(options["articles"]), options["articles"])
            count_children(section)
            tidy_up()
        if options["events"]:
            written = write_events(self.first(EventIndexPage), inventor, options["events"])
            self.follow("events", written, options["events"])
        if options["books"]:
            section = self.first(BookIndexPage)
            written = write_books(section, inventor, directory, options["books"])
            self.follow("books", written, options["books"])
        tidy_up()

    def first(self, kind: type[BasePage]) -> BasePage:
        """Return the section into which is written."""
        section = kind.objects.order_by("path").first()
        if not section:
            raise CommandError(f"There is no {kind._meta.verbose_name} yet; make one first.")
        return section

    def follow(self, name: str, written: Iterator[int], number: int) -> None:
        """Say how far it is."""
        for done in written:
            self.stdout.write(f"\r{done} of {number} {name}", ending="")
            self.stdout.flush()
        self.stdout.write("")
