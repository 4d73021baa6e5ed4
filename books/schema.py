"""A book in the words of schema.org: Book, with an edition for each format."""

from collections.abc import Mapping

from django.db.models import Model
from django.http import HttpRequest

from books.choices import SCHEMA_AVAILABILITIES, SCHEMA_FORMATS
from core.metadata.schema_org import entries, thing

# Size and weight are properties of what is sold.
EDITION = ["Book", "Product"]
MILLIMETRE, GRAM = "MMT", "GRM"  # Codes of UN/CEFACT Recommendation 20.


def book_properties(book: Model, request: HttpRequest) -> dict[str, object]:
    """Return who publishes a book, in what series and language, and its formats."""
    address = book.get_full_url(request)
    found = {
        "alternativeHeadline": book.subtitle,
        "bookEdition": book.edition,
        "position": book.series_number if book.series else "",
        "inLanguage": book.language or book.locale.language_code,
        "publisher": entries(book.publishers, request),
        "isPartOf": next(iter(entries([book.series], request)), None) if book.series else None,
        "translationOfWork": _original(book),
        "workExample": [_edition(edition, book, address) for edition in book.formats.all()],
        "review": [_endorsement(each.value) for each in book.endorsements],
    }
    # What is not known is left to what every page says, but for the date: the page has another.
    known = {name: value for name, value in found.items() if value}
    return known | {"datePublished": book.first_date}


def _original(book: Model) -> dict[str, object]:
    if not book.original_title:
        return {}
    return thing("Book", name=book.original_title, inLanguage=book.original_language)


def _endorsement(said: Mapping[str, str]) -> dict[str, object]:
    author = thing("Person", name=said["source"])
    return thing("Review", reviewBody=said["quotation"], author=author, url=said["url"])


def _edition(edition: Model, book: Model, address: str) -> dict[str, object]:
    """Return a format: a book that is sold, with an Offer for each price."""
    offers = [
        thing(
            "Offer",
            price=str(price.amount),
            priceCurrency=price.currency,
            availability=SCHEMA_AVAILABILITIES[edition.availability],
            url=address,
        )
        for price in edition.prices.all()
    ]
    return thing(
        EDITION,
        bookFormat=SCHEMA_FORMATS.get(edition.kind),
        isbn=edition.isbn,
        datePublished=edition.publication_date or book.publication_date,
        numberOfPages=edition.pages,
        height=_quantity(edition.height_mm, MILLIMETRE),
        width=_quantity(edition.width_mm, MILLIMETRE),
        weight=_quantity(edition.weight_g, GRAM),
        offers=offers,
        isAccessibleForFree=bool(edition.download),
        license=edition.licence_url,
    )


def _quantity(value: int | None, unit: str) -> dict[str, object] | None:
    return thing("QuantitativeValue", value=value, unitCode=unit) if value else None
