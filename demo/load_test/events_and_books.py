"""Generate events and books through their models, which create occurrences and formats."""

from collections.abc import Iterator
from datetime import time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from stdnum import ean

from books.models import BookFormat, BookPage, FormatPrice
from contributors.models import Contribution
from contributors.roles import Role
from core.models import BasePage
from demo.load_test.articles import GeneratedSnippets
from demo.load_test.text_generator import TextGenerator
from events.models import EventOrganiser, EventPage, Organiser, Venue

BATCH = 50  # pages in a transaction
# A block of ISBNs: group 1 (English), registrant 86021.
ISBN_PREFIX, MAX_BOOKS = "978186021", 999


def create_events(section: BasePage, generator: TextGenerator, number: int) -> Iterator[int]:
    """Create events from two years ago to one year ahead, yielding their number so far."""
    towns = sorted({generator.place() for _ in range(40)})
    venues = [Venue.objects.get_or_create(name="Town hall", town=town)[0] for town in towns]
    organisers = [
        Organiser.objects.get_or_create(name=f"{town} Trades Council")[0] for town in towns[:20]
    ]
    for done in range(0, number, BATCH):
        with transaction.atomic():
            for index in range(done, min(done + BATCH, number)):
                section.add_child(instance=_event(generator, index, venues, organisers))
        yield min(done + BATCH, number)


def _event(
    generator: TextGenerator, index: int, venues: list[Venue], organisers: list[Organiser]
) -> EventPage:
    day = localdate() + timedelta(days=generator.random.randrange(-730, 365))
    title = generator.title()
    page = EventPage(
        title=title,
        slug=f"{slugify(title)}-{day}-{index}",
        summary=generator.sentence()[:300],
        start_date=day,
        start_time=time(19),
        end_time=time(21),
        venue=generator.random.choice(venues),
    )
    page.event_organisers = [EventOrganiser(organiser=generator.random.choice(organisers))]
    return page


def create_books(
    section: BasePage, generator: TextGenerator, snippets: GeneratedSnippets, number: int
) -> Iterator[int]:
    """Create books with a paperback each, yielding their number so far."""
    used_isbns = set(
        BookFormat.objects.filter(isbn__startswith=ISBN_PREFIX).values_list("isbn", flat=True)
    )
    free_isbns = (isbn for isbn in map(_isbn, range(MAX_BOOKS + 1)) if isbn not in used_isbns)
    for done in range(0, number, BATCH):
        with transaction.atomic():
            for index in range(done, min(done + BATCH, number)):
                section.add_child(instance=_book(generator, snippets, index, next(free_isbns, "")))
        yield min(done + BATCH, number)


def _isbn(number: int) -> str:
    digits = f"{ISBN_PREFIX}{number:03d}"
    return digits + ean.calc_check_digit(digits)


def _book(generator: TextGenerator, snippets: GeneratedSnippets, index: int, isbn: str) -> BookPage:
    title = generator.title().split(": ")[1].capitalize()
    year = localdate().year - generator.random.randrange(15)
    page = BookPage(
        title=title,
        slug=f"{slugify(title)}-{index}-{generator.random.randrange(10**6)}",
        subtitle=f"Notes from {generator.place()}",
        summary=generator.sentence()[:300],
        publication_date=f"{year}-{generator.random.randrange(1, 13):02d}",
    )
    author = generator.random.choice(snippets.people)
    page.contributions = [Contribution(contributor=author, role=Role.AUTHOR)]
    paperback = BookFormat(kind="paperback", isbn=isbn, pages=generator.random.randrange(60, 400))
    paperback.prices = [FormatPrice(currency="GBP", amount=Decimal(12))]
    page.formats = [paperback]
    return page
