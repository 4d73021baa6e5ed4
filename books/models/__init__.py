"""Books of the press, each in its formats."""

from books.models.formats import BookFormat, FormatPrice
from books.models.pages import BookIndexPage, BookPage, BookPageQuerySet

__all__ = ["BookFormat", "BookIndexPage", "BookPage", "BookPageQuerySet", "FormatPrice"]
