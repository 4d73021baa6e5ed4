"""Events and books, through their models: their dates, numbers and prices are worked out there."""

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
from demo.load_test.text_generator import Inventor
from events.models import EventOrganiser, EventPage, Organiser, Venue

BATCH = 50
# A range of numbers that was given to one press: English language, registrant 86021.
REGISTRANT, MOST_BOOKS = "978186021", 999


def write_events(section: BasePage, inventor: Inventor, number: int) -> Iterator[int]:
    """Write events from two years back to one ahead, yielding how many are there."""
    places = sorted({inventor.place() for _ in range(40)})
    venues = [Venue.objects.get_or_create(name="Town hall", town=town)[0] for town in places]
    organisers = [
        Organiser.objects.get_or_create(name=f"{town} Trades Council")[0] for town in places[:20]
    ]
    for done in range(0, number, BATCH):
        with transaction.atomic():
            for at in range(done, min(done + BATCH, number)):
                section.add_child(instance=_event(inventor, at, venues, organisers))
        yield min(done + BATCH, number)


def _event(
    inventor: Inventor, at: int, venues: list[Venue], organisers: list[Organiser]
) -> EventPage:
    day = localdate() + timedelta(days=inventor.random.randrange(-730, 365))
    title = inventor.title()
    page = EventPage(
        title=title,
        slug=f"{slugify(title)}-{day}-{at}",
        summary=inventor.sentence()[:300],
        start_date=day,
        start_time=time(19),
        end_time=time(21),
        venue=inventor.random.choice(venues),
    )
    page.event_organisers = [EventOrganiser(organiser=inventor.random.choice(organisers))]
    return page


def write_books(
    section: BasePage, inventor: Inventor, directory: GeneratedSnippets, number: int
) -> Iterator[int]:
    """Write books, each with a paperback, yielding how many are there."""
    taken = set(
        BookFormat.objects.filter(isbn__startswith=REGISTRANT).values_list("isbn", flat=True)
    )
    free = (isbn for isbn in map(_isbn, range(MOST_BOOKS + 1)) if isbn not in taken)
    for done in range(0, number, BATCH):
        with transaction.atomic():
            for at in range(done, min(done + BATCH, number)):
                section.add_child(instance=_book(inventor, directory, at, next(free, "")))
        yield min(done + BATCH, number)


def _isbn(number: int) -> str:
    digits = f"{REGISTRANT}{number:03d}"
    return digits + ean.calc_check_digit(digits)


def _book(inventor: Inventor, directory: GeneratedSnippets, at: int, isbn: str) -> BookPage:
    title = inventor.title().split(": ")[1].capitalize()
    year = localdate().year - inventor.random.randrange(15)
    page = BookPage(
        title=title,
        slug=f"{slugify(title)}-{at}-{inventor.random.randrange(10**6)}",
        subtitle=f"Notes from {inventor.place()}",
        summary=inventor.sentence()[:300],
        publication_date=f"{year}-{inventor.random.randrange(1, 13):02d}",
    )
    author = inventor.random.choice(directory.people)
    page.contributions = [Contribution(contributor=author, role=Role.AUTHOR)]
    paperback = BookFormat(kind="paperback", isbn=isbn, pages=inventor.random.randrange(60, 400))
    paperback.prices = [FormatPrice(currency="GBP", amount=Decimal(12))]
    page.formats = [paperback]
    return page
