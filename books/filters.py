"""What readers narrow the catalogue by."""

from dataclasses import dataclass
from typing import ClassVar

from anyascii import anyascii
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from books.choices import Availability, FormatKind
from core.filters import Choices, ListFilters


@dataclass(frozen=True)
class BookFilters(ListFilters):
    """A choice among books."""

    topic: str = ""
    series: str = ""
    imprint: str = ""
    format: str = ""
    contributor: str = ""
    forthcoming: str = ""

    selects: ClassVar = {
        "topic": _("Subject"),
        "series": _("Series"),
        "imprint": _("Imprint"),
        "format": _("Format"),
    }
    texts: ClassVar = {"contributor": _("Author, editor, translator")}
    marks: ClassVar = {"forthcoming": _("Forthcoming")}

    def apply(self, books: QuerySet) -> QuerySet:
        """Return those of the books for which all of it holds, each once."""
        lookups = {
            "topic_assignments__topic__slug": self.topic,
            "series__slug": self.series,
            "imprints__imprint__slug": self.imprint,
            "formats__kind": self.format,
        }
        asked = Q(**{name: value for name, value in lookups.items() if value})
        if self.forthcoming:
            asked &= Q(formats__availability=Availability.FORTHCOMING)
        if self.contributor:
            asked &= _made_by(self.contributor)
        return (
            books.filter(pk__in=books.model.objects.filter(asked).values("pk")) if asked else books
        )


def _made_by(name: str) -> Q:
    """Return the condition that somebody of that name, written with accents or not, had a part."""
    folded = slugify(anyascii(name))
    found = Q(contributions__contributor__name__icontains=name)
    return found | Q(contributions__contributor__slug__contains=folded) if folded else found


def book_choices(books: QuerySet) -> Choices:
    """Return what there is to choose among books, with one query for each kind."""
    books = books.order_by()
    kinds = set(books.values_list("formats__kind", flat=True).distinct())
    return {
        "topic": _named(books, "topic_assignments__topic"),
        "series": _named(books, "series"),
        "imprint": _named(books, "imprints__imprint"),
        "format": [(kind.value, str(kind.label)) for kind in FormatKind if kind in kinds],
    }


def _named(books: QuerySet, entry: str) -> list[tuple[str, str]]:
    """Return the addresses and names of the entries that any of the books name."""
    pairs = books.order_by(f"{entry}__name").values_list(f"{entry}__slug", f"{entry}__name")
    return [pair for pair in pairs.distinct() if pair[0]]
