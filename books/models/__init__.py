"""The catalogue, its books and their formats."""

from books.models.formats import BookFormat
from books.models.index import BookIndexPage
from books.models.pages import BookPage, BookPageQuerySet
from books.models.prices import Bookseller, FormatPrice, PlaceToBuy
from books.models.publishers import BookImprint, BookSeries, Imprint

__all__ = [
    "BookFormat",
    "BookImprint",
    "BookIndexPage",
    "BookPage",
    "BookPageQuerySet",
    "BookSeries",
    "Bookseller",
    "FormatPrice",
    "Imprint",
    "PlaceToBuy",
]
