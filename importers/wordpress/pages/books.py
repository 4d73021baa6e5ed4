"""Import WooCommerce products as books, reading formats and prices from their text.

Source of the custom fields: woocommerce/includes/data-stores/class-wc-product-data-store-cpt.php.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from html import escape

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import pgettext
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
from importers.context import SkipItemError
from importers.html.result import Body
from importers.ledger import Outcome
from importers.pages.base import PageImporter
from importers.pages.limits import shorten, warn_of, with_scheme
from importers.resolver import host_of, plain_text
from importers.source.records import Item
from importers.taxonomy_map import IGNORED_CATEGORIES, NOTHING
from importers.wordpress.html.converter import convert
from importers.wordpress.pages.book_attributes import attributes
from importers.wordpress.pages.book_facts import Facts, read_book
from importers.wordpress.pages.book_patterns import FORMAT_WORDS, PRINT_FORMATS

STOCK = {
    "instock": Availability.AVAILABLE,
    "onbackorder": Availability.REPRINTING,
    "outofstock": Availability.OUT_OF_PRINT,
}
AUTHOR_ATTRIBUTES = ("author", "authors", "by", "writer", "writers")
PUBLISHER_ATTRIBUTES = ("publisher", "imprint", "press")
CREDITS = AUTHOR_ATTRIBUTES + PUBLISHER_ATTRIBUTES
VARIATION, CATEGORY = "product_variation", "product_cat"
RICH_TEXT_FIELDS = ("contents", "author_notes")
MAX_URL_LENGTH, MAX_NAME_LENGTH = 500, 200
# Separates the kind of a format from its name in the key of the format.
NAME_MARK = ":"
MAX_FORMAT_NAME_LENGTH = BookFormat._meta.get_field("name").max_length
NO_BOOK = "Nothing says that it is a book. Products of a category that becomes nothing are left out"
UNUSED_STATUSES = ("trash", "auto-draft", "private", "draft")


class BookImporter(PageImporter):
    """Imports products as books."""

    types = ("product",)
    model = BookPage
    # The latest item and its facts: several methods need them.
    cached_facts: tuple[Item, Facts] | None = None

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        # The values of RICH_TEXT_FIELDS of the latest item; None for a section in the body.
        self.rich_texts: dict[str, str | None] = {}
        # The outcomes of the products that this run has written, by ID.
        self.written: dict[int, Outcome] = {}

    def parent(self, item: Item) -> Page:
        """Return the book index page."""
        title = pgettext("section", "Books")
        return self.context.get_or_create_index_page(BookIndexPage, title, "books")

    def body(self, item: Item) -> Body:
        """Return the body, without the facts that become fields.

        Raise SkipItemError for a product of a category that is no category of books.
        """
        self.check_category(item)
        facts = self.facts(item)
        name = f"{self.context.source.url}#{item.type}-{item.id}"
        html, sections = facts.parts.get("body", ""), []
        for each in RICH_TEXT_FIELDS:
            source = facts.parts.get(each, "")
            section = convert(source, self.resolver, f"{item.id}-{each}")
            self.rich_texts[each] = None if "data-fn" in source else rich_text_of(section)
            if self.rich_texts[each] is None:
                html += f"<h2>{facts.headings[each]}</h2>{source}"
            else:
                sections.append(section)
        body = self.context.format.convert(html + facts.parts["lines"], self.resolver, name, item)
        if not self.seems_a_book(item, facts, body):
            categories = ", ".join(name for _slug, name in item.terms_of(CATEGORY))
            body.warn("book", f"{NO_BOOK}: {categories}" if categories else f"{NO_BOOK}.")
        for section in sections:
            body.warnings += section.warnings
            body.words_read += section.words_read
            body.words_placed += section.words_placed
        for unread in facts.unread:
            body.warn("fact", f"It was left in the text: {unread}")
        for different in facts.different:
            body.warn("fact", f"Another value is used, so this was left out: {different}")
        return body

    def check_category(self, item: Item) -> None:
        """Raise SkipItemError if all categories of a product become nothing in the table of terms.

        Those that are proposed to become nothing only say that a product has no category.
        """
        choices = [each for each in self.choices(item) if each.term.taxonomy == CATEGORY]
        names = [each.term.name for each in choices]
        if choices and all(
            each.becomes == NOTHING and each.term.slug not in IGNORED_CATEGORIES for each in choices
        ):
            known = self.context.ledger.get(item.type, item.id)
            note = " Its page was imported before, and is still here." if known else ""
            raise SkipItemError(f"Its category becomes nothing: {', '.join(names)}.{note}")

    def seems_a_book(self, item: Item, facts: Facts, body: Body) -> bool:
        """Return whether anything about a product says that it is a book."""
        if facts.isbns or facts.pages or any(self.attribute_values(item, AUTHOR_ATTRIBUTES)):
            return True
        variations = list(self.variations(item, body))
        numbers = [each.get("_sku") for each in (item, *(each for _, each in variations))]
        is_format = any(not key.startswith(FormatKind.OTHER.value) for key, _ in variations)
        return is_format or any(map(_is_isbn, numbers))

    def mapping_fingerprint(self, item: Item) -> list[tuple[str, str]]:
        """Return the choices that affect an item, with those by which it is left out."""
        nothing = [
            (each.becomes, each.term.slug) for each in self.choices(item) if each.becomes == NOTHING
        ]
        return super().mapping_fingerprint(item) + nothing

    def write(self, item: Item, body: Body, page: Page | None) -> Page:
        """Create or update the page of a product."""
        written = super().write(item, body, page)
        self.written[item.id] = Outcome.UPDATED if page else Outcome.CREATED
        return written

    def has_page(self, item: Item) -> bool:
        """Return whether a product became a page, or will in the run that this one rehearses."""
        known = self.context.ledger.get(item.type, item.id)
        return bool(known and known.target) or item.id in self.written

    def outcome_of(self, number: int) -> Outcome:
        """Return what happened to the product with an ID, and so to its formats."""
        return self.written.get(number, Outcome.UNCHANGED)

    def facts(self, item: Item) -> Facts:
        """Return the facts in a product's content, excerpt and attributes."""
        if self.cached_facts is None or self.cached_facts[0] is not item:
            self.cached_facts = item, self._read_facts(item)
        return self.cached_facts[1]

    def _read_facts(self, item: Item) -> Facts:
        facts = read_book(item.content)
        summary = read_book(item.excerpt)
        facts.add(summary)
        facts.headings = summary.headings | facts.headings
        for name in RICH_TEXT_FIELDS:
            part = summary.parts.get(name, "")
            if plain_text(part) not in plain_text(facts.parts.get(name, "")):
                facts.parts[name] = facts.parts.get(name, "") + part
        facts.parts["summary"] = summary.parts["body"]
        facts.parts["lines"] = ""
        for name, value, is_shown in attributes(item):
            more = read_book(f"<p>{escape(name)}: {escape(value)}</p>")
            facts.add(more)
            rest = "".join(more.parts.values())
            if is_shown and name.lower() not in CREDITS and plain_text(rest):
                facts.parts["lines"] += rest
        return facts

    def fields(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of a book's fields."""
        facts = self.facts(item)
        if self.context.is_dry_run:
            self.written[item.id] = Outcome.CREATED
        item.excerpt = facts.parts["summary"]
        values = super().fields(item, body) | {"publication_date": facts.date}
        values |= {name: self.rich_texts.get(name) or "" for name in RICH_TEXT_FIELDS}
        gallery = re.findall(r"(?<!\d)\d{1,17}(?!\d)", item.get("_product_image_gallery"))
        images = [pk for number in gallery if (pk := self.resolver.image("", int(number)))]
        values["back_cover_id"] = next(iter(images), None)
        imported = min(1, len(images))
        if len(gallery) > imported:
            body.warn("picture", f"Additional images imported: {imported} of {len(gallery)}.")
        if self.context.is_dry_run:
            list(self.formats(item, body))  # For their warnings.
        return values

    def set_child_rows(self, page: Page, item: Item, body: Body) -> None:
        """Set the imprints and the formats as well."""
        super().set_child_rows(page, item, body)
        # Not split at “&”, unlike authors: publishers have names such as “A & B”.
        imprints = [
            self.get_or_create(Imprint, name, body)
            for name in self.attribute_values(item, PUBLISHER_ATTRIBUTES)
        ]
        page.imprints = [BookImprint(imprint=each) for each in dict.fromkeys(imprints)]
        page.formats = list(self.formats(item, body))

    def contributor_ids(self, item: Item, body: Body) -> Iterator[int]:
        """Yield the authors named in attributes: the account that entered it is not an author."""
        for names in self.attribute_values(item, AUTHOR_ATTRIBUTES):
            for name in filter(None, (part.strip() for part in names.split("&"))):
                yield self.get_or_create(Contributor, name, body).pk

    def attribute_values(self, item: Item, names: tuple[str, ...]) -> Iterator[str]:
        """Yield the values of the attributes with some names; “|” separates values."""
        for name, value, _is_shown in attributes(item):
            if name.lower() in names:
                yield from filter(None, (part.strip() for part in value.split("|")))

    def get_or_create(self, model: type, name: str, body: Body) -> Contributor | Imprint:
        """Return the first snippet with a name, ignoring case; create it if there is none."""
        name = shorten(name, MAX_NAME_LENGTH, body.warn, "name", "The name")
        found = model.objects.filter(name__iexact=name).order_by("pk").first()
        return found or model.objects.create(name=name)

    def formats(self, item: Item, body: Body) -> Iterator[BookFormat]:
        """Yield the formats that the text or the variations of a product name."""
        facts = self.facts(item)
        variations, stock = list(self.variations(item, body)), {}
        for kind, variation in variations:
            self.add_isbn(facts, variation, body, kind)
            self.add_price(facts, variation, body, kind)
            stock[kind] = STOCK.get(variation.get("_stock_status"))
        first = next(iter(facts.kinds), FormatKind.PAPERBACK.value)
        self.add_isbn(facts, item, body, first)
        if not variations:  # Otherwise the product's own price is the lowest of its variations.
            self.add_price(facts, item, body, first)
        kinds = list(dict.fromkeys([*facts.kinds, *(kind for kind, _ in variations)]))
        if not kinds:  # The shop is one of a format.
            address = item.get("_product_url").strip()
            warn_of(address, body.warn, "link", "The address of the shop was left out")
        availability = STOCK.get(item.get("_stock_status"), Availability.AVAILABLE)
        day = partial_dates.first_day(facts.date)
        if day and day > localdate():
            availability = Availability.FORTHCOMING
        printed = next((kind for kind in kinds if kind in PRINT_FORMATS), next(iter(kinds), ""))
        for order, kind in enumerate(kinds):
            value, _, name = kind.partition(NAME_MARK)
            own = stock.get(kind) if availability != Availability.FORTHCOMING else None
            book_format = BookFormat(
                kind=value, name=name, availability=own or availability, sort_order=order
            )
            isbns = [isbn for isbn, of_kind in facts.isbns if of_kind == kind]
            book_format.isbn = self.free_isbn(next(iter(isbns), ""), item, body)
            for extra in isbns[1:]:
                body.warn("isbn", f"A second ISBN of the {book_format} was left out: {extra}")
            if kind == printed:
                book_format.pages = facts.pages
                book_format.height_mm, book_format.width_mm = facts.height_mm, facts.width_mm
            book_format.prices = [
                FormatPrice(currency=currency, amount=amount, sort_order=position)
                for position, (of_kind, amount, currency) in enumerate(facts.prices)
                if of_kind == kind
            ]
            book_format.places_to_buy = self.places_to_buy(item, body)
            yield book_format

    def free_isbn(self, isbn: str, item: Item, body: Body) -> str:
        """Return an ISBN; an empty string if another book has it."""
        known = self.context.ledger.get(item.type, item.id)
        others = BookFormat.objects.filter(isbn=isbn).exclude(page=known and known.object_id)
        if isbn and others.exists():
            body.warn("isbn", f"Another book already has this ISBN: {isbn}")
            return ""
        return isbn

    def variations(self, item: Item, body: Body) -> Iterator[tuple[str, Item]]:
        """Yield the variations of a product, each with the key of its format."""
        for number in self.context.store.children(item.id, VARIATION):
            variation = self.context.store.get(number, [VARIATION])
            if variation.status in UNUSED_STATUSES:
                continue
            names = [
                self.attribute_name(key.removeprefix("attribute_"), value)
                for key, values in variation.meta.items()
                if key.startswith("attribute_")
                for value in values
                if value
            ]
            name = " / ".join(names) or plain_text(variation.title)
            name = shorten(
                name, MAX_FORMAT_NAME_LENGTH, body.warn, "format", "The name of a format"
            )
            yield format_key(name), variation

    def attribute_name(self, attribute: str, value: str) -> str:
        """Return the name of the value of an attribute, which may be stored as a slug."""
        term = self.context.source.terms.get((attribute, value))
        return term.name if term else value

    def add_isbn(self, facts: Facts, item: Item, body: Body, kind: str) -> None:
        """Add the SKU (the shop's article number) if it is an ISBN."""
        number = item.get("_sku").strip()
        try:
            isbn = compact(number) if number else ""
        except ValidationError:
            isbn = ""
            body.warn("sku", f"The SKU is not an ISBN and was left out: {number}")
        if isbn and isbn not in dict(facts.isbns):
            facts.isbns.append((isbn, kind))

    def add_price(self, facts: Facts, item: Item, body: Body, kind: str) -> None:
        """Add the shop's price, unless the text has one in the same currency."""
        price = item.get("_regular_price").strip() or item.get("_price").strip()
        if not price:
            return
        currency = self.context.currency
        if not currency:
            body.warn("price", f"The price has no currency, as none was given: {price}")
            return
        try:
            amount = Decimal(price.replace(",", "."))
            FormatPrice(currency=currency, amount=amount).full_clean(exclude=["format"])
        except (InvalidOperation, ValidationError):
            body.warn("price", f"This price is invalid: {price}")
            return
        known = [own for each, own, code in facts.prices if (each, code) == (kind, currency)]
        if not known:
            facts.prices.append((kind, amount, currency))
        elif amount not in known:
            body.warn("price", f"The text has another price than the shop, which was: {price}")

    def places_to_buy(self, item: Item, body: Body) -> list[PlaceToBuy]:
        """Return the external shop that sells a product, if there is one."""
        url = with_scheme(item.get("_product_url"), body.warn, "The address of the shop")
        host = host_of(url)
        if not host or len(url) > MAX_URL_LENGTH:
            warn_of(url, body.warn, "link", "The address of the shop was left out")
            return []
        seller = Bookseller.objects.filter(name__iexact=host).first()
        seller = seller or Bookseller.objects.create(name=host[:200], kind=Bookshop.RETAILER)
        return [PlaceToBuy(seller=seller, url=url)]


def format_key(name: str) -> str:
    """Return the key of a format by its name: its kind, and the name if that says more.

    Facts in the text of a product have a kind alone as their key.
    """
    words = name.casefold()
    kind = next((FORMAT_WORDS[word] for word in FORMAT_WORDS if word in words), FormatKind.OTHER)
    is_plain = words in FORMAT_WORDS
    return kind.value if is_plain else f"{kind.value}{NAME_MARK}{name}"


def rich_text_of(section: Body) -> str | None:
    """Return a section as rich text; None if it has more than paragraphs and headings."""
    lines = []
    for block in section.blocks:
        if block["type"] == "paragraph":
            lines.append(block["value"])
        elif block["type"] == "heading":
            lines.append(f"<p><b>{escape(block['value']['text'], quote=False)}</b></p>")
        else:
            return None
    return None if section.footnotes else "".join(lines)


def _is_isbn(number: str) -> bool:
    try:
        return bool(number.strip() and compact(number.strip()))
    except ValidationError:
        return False
