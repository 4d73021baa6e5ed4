"""Make the books of the demo, with their publishers, series and shops."""

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

# What a page takes over as it is written.
PLAIN = ("title", "subtitle", "slug", "summary", "edition", "contents", "series_number")


class DemoBooks:
    """Makes pages of books of what the demo says of them."""

    def __init__(self) -> None:
        """Create the publishers, the series and the shops."""
        self.imprints = {
            entry["slug"]: Imprint.objects.create(**entry) for entry in read("imprints")
        }
        self.series = {
            entry["slug"]: BookSeries.objects.create(**entry) for entry in read("book_series")
        }
        shops = {entry.pop("slug"): entry for entry in read("booksellers")}
        self.shops = {slug: Bookseller.objects.create(**entry) for slug, entry in shops.items()}

    def page(self, entry: dict, cover: int | None) -> BookPage:
        """Return a book, not yet in the tree."""
        page = BookPage(
            **{name: entry[name] for name in PLAIN if name in entry},
            publication_date=entry["published"],
            series=self.series.get(entry.get("series")),
            lead_image_id=cover,
            lead_image_alt=entry["cover_alt"],
        )
        page.formats = [self.edition(dict(values)) for values in entry["formats"]]
        page.imprints = [
            BookImprint(imprint=self.imprints[slug], role=part)
            for slug, part in entry.get("imprints", {}).items()
        ]
        page.endorsements = [
            ("endorsement", {"url": ""} | each) for each in entry.get("endorsements", [])
        ]
        return page

    def edition(self, values: dict) -> BookFormat:
        """Return one format, with its prices and the shops that sell it."""
        prices, shops = values.pop("prices"), values.pop("shops", {})
        edition = BookFormat(**values)
        edition.prices = [FormatPrice(**price) for price in prices]
        edition.places_to_buy = [
            PlaceToBuy(seller=self.shops[slug], url=url) for slug, url in shops.items()
        ]
        return edition
