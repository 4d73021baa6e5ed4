"""Products of WooCommerce become books, with what their prose says of formats and prices.

Source of the custom fields: woocommerce/includes/data-stores/class-wc-product-data-store-cpt.php.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from wagtail.models import Page

from books.choices import Availability, Bookshop, FormatKind
from books.models import (
    BookFormat,
    BookImprint,
    BookIndexPage,
    BookPage,
    Bookseller,
    FormatPrice,
    Imprint,
    PlaceToBuy,
)
from contributors.models import Contributor
from core.values import partial_dates
from core.values.isbn import compact
from importers.wordpress.html.converter import convert
from importers.wordpress.html.result import Body
from importers.wordpress.pages.base import PageImporter
from importers.wordpress.pages.book_facts import Facts, read_book
from importers.wordpress.pages.book_patterns import ON_PAPER, WORDS
from importers.wordpress.resolver import plain_text
from importers.wordpress.wxr import php
from importers.wordpress.wxr.records import Item

STOCK = {
    "instock": Availability.AVAILABLE,
    "onbackorder": Availability.REPRINTING,
    "outofstock": Availability.OUT_OF_PRINT,
}
WRITERS = ("author", "authors", "by", "writer", "writers")
PUBLISHERS = ("publisher", "imprint", "press")
VARIATION = "product_variation"
RICH = ("contents", "author_notes")


class BookImporter(PageImporter):
    """Makes books."""

    types = ("product",)
    model = BookPage
    # The item that was read last, and its facts.
    read: tuple[Item, Facts] | None = None

    def parent(self, item: Item) -> Page:
        """Return the catalogue."""
        return self.move.first(BookIndexPage, "Books", "books")

    def body(self, item: Item) -> Body:
        """Return the text on a book, without the facts that become fields."""
        facts = self.facts(item)
        name = f"{self.move.old.url}#{item.type}-{item.id}"
        text = facts.parts.get("body", "")
        body = convert(text, self.library, name, item.get("footnotes"), item.id)
        for unread in facts.unread:
            body.warn("fact", f"It stays in the text: {unread}")
        return body

    def facts(self, item: Item) -> Facts:
        """Return the facts of a product: of its text, its excerpt and its attributes."""
        if self.read is None or self.read[0] is not item:
            self.read = item, self._facts(item)
        return self.read[1]

    def _facts(self, item: Item) -> Facts:
        facts = read_book(item.content)
        lines = [f"<p>{name}: {value}</p>" for name, value in attributes(item)]
        for source in (item.excerpt, "".join(lines)):
            more = read_book(source)
            facts.isbns += [each for each in more.isbns if each[0] not in dict(facts.isbns)]
            known = {(kind, currency) for kind, _, currency in facts.prices}
            facts.prices += [each for each in more.prices if (each[0], each[2]) not in known]
            for name in ("date", "pages", "height_mm", "width_mm"):
                setattr(facts, name, getattr(facts, name) or getattr(more, name))
            if source is item.excerpt:
                facts.parts["summary"] = more.parts["body"]
        return facts

    def fields(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of a book."""
        facts = self.facts(item)
        item.excerpt = facts.parts["summary"]
        values = super().fields(item, body) | {"publication_date": facts.date}
        for name in RICH:
            part = convert(facts.parts.get(name, ""), self.library, f"{item.id}-{name}")
            body.losses += part.losses
            texts = [block["value"] for block in part.blocks if block["type"] == "paragraph"]
            values[name] = "".join(texts)
        gallery = [
            number for number in item.get("_product_image_gallery").split(",") if number.isdigit()
        ]
        found = [key for number in gallery if (key := self.library.picture("", int(number)))]
        values["back_cover_id"] = next(iter(found), None)
        if len(gallery) > min(1, len(found)):
            body.warn(
                "picture",
                f"Of its {len(gallery)} further pictures {min(1, len(found))} came along.",
            )
        return values

    def set_child_rows(self, page: Page, item: Item, body: Body) -> None:
        """Give a book its authors, topics, publishers and formats."""
        super().set_child_rows(page, item, body)
        # Houses are called “A & B”; only people are listed so.
        imprints = [self.entry(Imprint, name) for name in self.valued(item, PUBLISHERS)]
        page.imprints = [BookImprint(imprint=each) for each in dict.fromkeys(imprints)]
        page.formats = list(self.formats(item, body))

    def people(self, item: Item, body: Body) -> Iterator[int]:
        """Yield those whom an attribute calls authors: who typed a product in did not write it."""
        for names in self.valued(item, WRITERS):
            for name in filter(None, (part.strip() for part in names.split("&"))):
                yield self.entry(Contributor, name).pk

    def valued(self, item: Item, names: tuple[str, ...]) -> Iterator[str]:
        """Yield what stands in attributes of some names, part by part."""
        for name, value in attributes(item):
            if name.lower().removeprefix("pa_").strip() in names:
                yield from filter(None, (part.strip() for part in value.split("|")))

    def entry(self, model: type, name: str) -> Contributor | Imprint:
        """Return an entry of the directory of a name."""
        found = model.objects.filter(name__iexact=name).order_by("pk").first()
        return found or model.objects.create(name=name[:200])

    def formats(self, item: Item, body: Body) -> Iterator[BookFormat]:
        """Yield the formats of a book: those that its text names, and those of its variations."""
        facts = self.facts(item)
        variations = list(self.variations(item))
        for kind, variation in variations:
            self.add_number(facts, variation, body, kind)
            self.add_price(facts, variation, body, kind)
        first = next(iter(facts.kinds), FormatKind.PAPERBACK.value)
        self.add_number(facts, item, body, first)
        if not variations:  # The shop keeps their lowest and highest prices here.
            self.add_price(facts, item, body, first)
        kinds = list(dict.fromkeys([*facts.kinds, *(kind for kind, _ in variations)]))
        availability = STOCK.get(item.get("_stock_status"), Availability.AVAILABLE)
        day = partial_dates.first_day(facts.date)
        if day and day > localdate():
            availability = Availability.FORTHCOMING
        paper = next((kind for kind in kinds if kind in ON_PAPER), next(iter(kinds), ""))
        for order, kind in enumerate(kinds):
            made = BookFormat(kind=kind, availability=availability, sort_order=order)
            numbers = [isbn for isbn, of_kind in facts.isbns if of_kind == kind]
            made.isbn = self.free_isbn(next(iter(numbers), ""), item, body)
            for extra in numbers[1:]:
                body.warn("isbn", f"A second ISBN of the {made} was left out: {extra}")
            if kind == paper:
                made.pages = facts.pages
                made.height_mm, made.width_mm = facts.height_mm, facts.width_mm
            made.prices = [
                FormatPrice(currency=currency, amount=amount, sort_order=place)
                for place, (of_kind, amount, currency) in enumerate(facts.prices)
                if of_kind == kind
            ]
            made.places_to_buy = self.places(item)
            yield made

    def free_isbn(self, isbn: str, item: Item, body: Body) -> str:
        """Return an ISBN that no other book has."""
        known = self.move.ledger.get(item.type, item.id)
        others = BookFormat.objects.filter(isbn=isbn).exclude(page=known and known.object_id)
        if isbn and others.exists():
            body.warn("isbn", f"Another book has this ISBN already: {isbn}")
            return ""
        return isbn

    def variations(self, item: Item) -> Iterator[tuple[str, Item]]:
        """Yield the variations of a product that are formats."""
        for number in self.move.store.children(item.id, VARIATION):
            variation = self.move.store.get(number, [VARIATION])
            values = [
                value
                for key, found in variation.meta.items()
                if key.startswith("attribute_")
                for value in found
            ]
            kind = next(
                (WORDS[word] for word in WORDS for value in values if word in value.lower()), None
            )
            if kind:
                yield kind.value, variation

    def add_number(self, facts: Facts, item: Item, body: Body, kind: str) -> None:
        """Add the number in the shop, if that is an ISBN."""
        number = item.get("_sku").strip()
        try:
            isbn = compact(number) if number else ""
        except ValidationError:
            isbn = ""
            body.warn("sku", f"The number of the shop is no ISBN: {number}")
        if isbn and isbn not in dict(facts.isbns):
            facts.isbns.append((isbn, kind))

    def add_price(self, facts: Facts, item: Item, body: Body, kind: str) -> None:
        """Add the price in the shop."""
        price = item.get("_regular_price").strip() or item.get("_price").strip()
        if not price:
            return
        if not self.move.currency:
            body.warn(
                "price", f"An export does not say in which currency {price} is: give --currency."
            )
            return
        try:
            amount = Decimal(price.replace(",", "."))
            FormatPrice(currency=self.move.currency, amount=amount).full_clean(exclude=["format"])
        except (InvalidOperation, ValidationError):
            body.warn("price", f"This is no price: {price}")
            return
        if (kind, self.move.currency) not in [(each, known) for each, _, known in facts.prices]:
            facts.prices.append((kind, amount, self.move.currency))

    def places(self, item: Item) -> list[PlaceToBuy]:
        """Return where a product of another shop is bought."""
        address = item.get("_product_url").strip()
        if not address.startswith(("http://", "https://")) or len(address) > 500:
            return []
        try:
            host = (urlsplit(address).hostname or "").removeprefix("www.")
        except ValueError:
            return []
        seller = Bookseller.objects.filter(name__iexact=host).first()
        seller = seller or Bookseller.objects.create(name=host[:200], kind=Bookshop.RETAILER)
        return [PlaceToBuy(seller=seller, url=address)]


def attributes(item: Item) -> list[tuple[str, str]]:
    """Return the attributes of a product: in its own field, or as terms of a taxonomy."""
    found = php.loads_or_empty(item.get("_product_attributes"))
    rows = [row for row in php.entries(found) if isinstance(row, dict)]
    own = [(str(row.get("name") or ""), plain_text(str(row.get("value") or ""))) for row in rows]
    terms = [
        (taxonomy.removeprefix("pa_"), name)
        for taxonomy, _slug, name in item.terms
        if taxonomy.startswith("pa_")
    ]
    return [(name, value) for name, value in [*own, *terms] if value]
