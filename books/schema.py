"""The schema.org data of a book: a Book with a work example for each format."""

from collections.abc import Mapping

from django.db.models import Model
from django.http import HttpRequest

from books.choices import SCHEMA_AVAILABILITIES, SCHEMA_FORMATS
from core.metadata.schema_org import reference, schema_entities, schema_object

# Size and weight are properties of Product.
EDITION = ["Book", "Product"]
MILLIMETRE, GRAM = "MMT", "GRM"  # Unit codes of UN/CEFACT Recommendation 20.


def book_properties(book: Model, request: HttpRequest) -> dict[str, object]:
    """Return the properties of a schema.org Book."""
    url = book.get_full_url(request)
    properties = {
        "alternativeHeadline": book.subtitle,
        "bookEdition": book.edition,
        "position": book.series_number if book.series else "",
        "inLanguage": book.language or book.locale.language_code,
        "publisher": schema_entities(book.publishers, request),
        "isPartOf": schema_entities([book.series], request)[0] if book.series else None,
        "translationOfWork": _original(book),
        "workExample": [_edition(edition, book, url) for edition in book.formats.all()],
        "review": [
            *(_endorsement(each.value) for each in book.endorsements),
            *(_review(page, url, request) for page in book.articles_about if _is_review(page)),
        ],
        "subjectOf": [_launch(page) for page in book.linked_pages if _is_event(page)],
    }
    # Empty properties fall back to those of any page, except the date: that is the page's own.
    filled = {name: value for name, value in properties.items() if value}
    return filled | {"datePublished": book.first_date}


def _original(book: Model) -> dict[str, object]:
    if not book.original_title:
        return {}
    return schema_object("Book", name=book.original_title, inLanguage=book.original_language)


def _endorsement(endorsement: Mapping[str, str]) -> dict[str, object]:
    author = schema_object("Person", name=endorsement["source"])
    return schema_object(
        "Review", reviewBody=endorsement["quotation"], author=author, url=endorsement["url"]
    )


def _is_review(page: Model) -> bool:
    return "Review" in page.schema_type


def _is_event(page: Model) -> bool:
    return page.schema_type.startswith("Event")


def _review(page: Model, url: str, request: HttpRequest) -> dict[str, object]:
    """Return a review on this site, which its own page describes in full."""
    authors = page.schema_byline(request).get("author")
    address = page.get_full_url(request)
    review = schema_object(page.schema_type, name=page.title, url=address, author=authors)
    return review | reference(address) | {"itemReviewed": reference(url)}


def _launch(page: Model) -> dict[str, object]:
    """Return an event that editors linked with the book, such as its launch."""
    url = page.full_url
    start = page.hours.machine_start if page.hours else ""
    event = schema_object(page.schema_type, name=page.title, url=url, startDate=start)
    return event | reference(url)


def _edition(edition: Model, book: Model, url: str) -> dict[str, object]:
    """Return a format as Book and Product, with an Offer for each price."""
    offers = [
        schema_object(
            "Offer",
            price=str(price.amount),
            priceCurrency=price.currency,
            availability=SCHEMA_AVAILABILITIES[edition.availability],
            url=url,
        )
        for price in edition.prices.all()
    ]
    return schema_object(
        EDITION,
        inLanguage=book.language or book.locale.language_code,
        url=url,
        bookFormat=SCHEMA_FORMATS.get(edition.kind),
        name=edition.name,
        isbn=edition.isbn,
        datePublished=edition.publication_date or book.publication_date,
        numberOfPages=edition.pages,
        height=_quantity(edition.height_mm, MILLIMETRE),
        width=_quantity(edition.width_mm, MILLIMETRE),
        weight=_quantity(edition.weight_g, GRAM),
        offers=offers,
        isAccessibleForFree=bool(edition.download),
        license=edition.licence_url,
    ) | reference(f"{url}#format-{edition.pk or edition.kind}")


def _quantity(value: int | None, unit: str) -> dict[str, object] | None:
    return schema_object("QuantitativeValue", value=value, unitCode=unit) if value else None
