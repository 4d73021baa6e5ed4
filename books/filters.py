"""Filters of the catalogue of books."""

from dataclasses import dataclass
from typing import ClassVar

from anyascii import anyascii
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from books.choices import CREATOR_ROLES, Availability, FormatKind
from contributors.models import Contribution
from core.filters import Choices, ListFilters

CREATOR_ORDER = {role: position for position, role in enumerate(CREATOR_ROLES)}


@dataclass(frozen=True)
class BookFilters(ListFilters):
    """The filters of a request; an empty string means that a filter is not used."""

    topic: str = ""
    series: str = ""
    imprint: str = ""
    format: str = ""
    contributor: str = ""
    forthcoming: str = ""
    sort: str = ""

    orders: ClassVar = {
        "": pgettext_lazy("order of books", "Newest"),
        "title": pgettext_lazy("order of books", "Title"),
        "author": pgettext_lazy("order of books", "Author"),
    }
    selects: ClassVar = {
        "topic": _("Subject"),
        "series": _("Series"),
        "imprint": _("Imprint"),
        "format": _("Format"),
    }
    texts: ClassVar = {"contributor": _("Author, editor, translator")}
    checkboxes: ClassVar = {"forthcoming": _("Forthcoming")}

    def apply(self, books: QuerySet) -> QuerySet:
        """Return the books that match all filters, without duplicates."""
        lookups = {
            "topic_assignments__topic__slug": self.topic,
            "series__slug": self.series,
            "imprints__imprint__slug": self.imprint,
            "formats__kind": self.format,
        }
        condition = Q(**{name: value for name, value in lookups.items() if value})
        if self.forthcoming:
            condition &= Q(formats__availability=Availability.FORTHCOMING)
        if self.contributor:
            condition &= _has_contributor(self.contributor)
        if not condition:
            return books
        return books.filter(pk__in=books.model.objects.filter(condition).values("pk"))


def sorted_keys(books: QuerySet, order: str) -> list[int]:
    """Return the ids of the books by title, or by the family name of the first author or editor.

    A database sorts accented letters by its own rules, and knows no family names.
    """
    titles = {pk: _plain(title) for pk, title in books.order_by().values_list("pk", "title")}
    if order == "title":
        return sorted(titles, key=titles.get)
    authors = {}
    rows = Contribution.objects.filter(page__in=books.order_by().values("pk"))
    by_role = sorted(rows, key=lambda row: (CREATOR_ORDER.get(row.role, 9), row.sort_order or 0))
    for row in by_role:
        authors.setdefault(row.page_id, _plain(row.contributor.sort_name))
    # Books without an author come last.
    return sorted(titles, key=lambda pk: (pk not in authors, authors.get(pk, ""), titles[pk]))


def _plain(text: str) -> str:
    return anyascii(text).casefold()


def _has_contributor(name: str) -> Q:
    """Return a condition for part of the name of a contributor, with or without its accents."""
    condition = Q(contributions__contributor__name__icontains=name)
    if slug := slugify(anyascii(name)):
        condition |= Q(contributions__contributor__slug__contains=slug)
    return condition


def book_choices(books: QuerySet) -> Choices:
    """Return the choices that occur among the books, with one query for each filter."""
    books = books.order_by()
    kinds = set(books.values_list("formats__kind", flat=True).distinct())
    return {
        "topic": _snippet_choices(books, "topic_assignments__topic"),
        "series": _snippet_choices(books, "series"),
        "imprint": _snippet_choices(books, "imprints__imprint"),
        "format": [(kind.value, str(kind.label)) for kind in FormatKind if kind in kinds],
    }


def _snippet_choices(books: QuerySet, relation: str) -> list[tuple[str, str]]:
    """Return the slugs and names of the snippets that the books refer to."""
    pairs = books.order_by(f"{relation}__name").values_list(
        f"{relation}__slug", f"{relation}__name"
    )
    return [pair for pair in pairs.distinct() if pair[0]]
