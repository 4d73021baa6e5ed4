"""Create the books of the demo, with imprints, series and booksellers."""

from books.models import (
    BookFormat,
    BookImprint,
    BookPage,
    Bookseller,
    BookSeries,
    FormatPrice,
    Imprint,
    PlaceToBuy,
)
from demo.content_files import read

# Fields whose values are copied unchanged.
COPIED_FIELDS = ("title", "subtitle", "slug", "summary", "edition", "contents", "series_number")


class DemoBooks:
    """Makes book pages from the demo content."""

    def __init__(self) -> None:
        self.imprints = {
            entry["slug"]: Imprint.objects.create(**entry) for entry in read("imprints")
        }
        self.series = {
            entry["slug"]: BookSeries.objects.create(**entry) for entry in read("book_series")
        }
        booksellers = {entry.pop("slug"): entry for entry in read("booksellers")}
        self.booksellers = {
            slug: Bookseller.objects.create(**entry) for slug, entry in booksellers.items()
        }

    def page(self, entry: dict, cover: int | None) -> BookPage:
        """Return an unsaved book page."""
        page = BookPage(
            **{name: entry[name] for name in COPIED_FIELDS if name in entry},
            publication_date=entry["published"],
            series=self.series.get(entry.get("series")),
            lead_image_id=cover,
            lead_image_alt=entry["cover_alt"],
        )
        page.formats = [self.book_format(dict(values)) for values in entry["formats"]]
        page.imprints = [
            BookImprint(imprint=self.imprints[slug], role=role)
            for slug, role in entry.get("imprints", {}).items()
        ]
        page.endorsements = [
            ("endorsement", {"url": ""} | each) for each in entry.get("endorsements", [])
        ]
        return page

    def book_format(self, values: dict) -> BookFormat:
        """Return a format with its prices and booksellers."""
        prices, shop_urls = values.pop("prices"), values.pop("shops", {})
        book_format = BookFormat(**values)
        book_format.prices = [FormatPrice(**price) for price in prices]
        book_format.places_to_buy = [
            PlaceToBuy(seller=self.booksellers[slug], url=url) for slug, url in shop_urls.items()
        ]
        return book_format
