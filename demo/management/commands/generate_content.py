"""Generate content for load tests."""

from argparse import ArgumentParser
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError

from books.models import BookIndexPage
from core.models import BasePage
from demo.load_test.articles import ArticleGenerator, GeneratedSnippets
from demo.load_test.bulk_insert import count_children, reset_sequences
from demo.load_test.events_and_books import create_books, create_events
from demo.load_test.text_generator import TextGenerator
from events.models import EventIndexPage
from news.models import ArticleIndexPage
from search.index.maintenance import bulk_indexing


class Command(BaseCommand):
    """Generate articles, events and books.

    Articles are inserted as plain rows: they have no revisions, and appear in the admin's search
    and usage counts only after Wagtail's `update_index` and `rebuild_references_index`.
    """

    help = "Generates articles, events and books for load tests. Not for a public site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the numbers of pages, and the seed of the generator."""
        parser.add_argument("--articles", type=int, default=1000)
        parser.add_argument("--events", type=int, default=0)
        parser.add_argument("--books", type=int, default=0)
        parser.add_argument(
            "--seed", type=int, default=1, help="the same seed generates the same content"
        )

    def handle(self, *args: object, **options: int) -> None:
        """Add pages to the first index page of each type."""
        generator = TextGenerator(options["seed"])
        snippets = GeneratedSnippets.create(generator)
        if options["articles"]:
            section = self.first_index(ArticleIndexPage)
            with bulk_indexing(options["articles"]):
                articles = ArticleGenerator(section, generator, snippets)
                self.report("articles", articles.write(options["articles"]), options["articles"])
            count_children(section)
            reset_sequences()
        if options["events"]:
            progress = create_events(self.first_index(EventIndexPage), generator, options["events"])
            self.report("events", progress, options["events"])
        if options["books"]:
            section = self.first_index(BookIndexPage)
            progress = create_books(section, generator, snippets, options["books"])
            self.report("books", progress, options["books"])
        reset_sequences()

    def first_index(self, model: type[BasePage]) -> BasePage:
        """Return the first index page of a type. Raise CommandError if there is none."""
        section = model.objects.order_by("path").first()
        if not section:
            raise CommandError(f"There is no {model._meta.verbose_name} yet. Create one first.")
        return section

    def report(self, name: str, progress: Iterator[int], number: int) -> None:
        """Print the progress."""
        for done in progress:
            self.stdout.write(f"\r{done} of {number} {name}", ending="")
            self.stdout.flush()
        self.stdout.write("")
