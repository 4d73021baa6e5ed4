"""Validation errors of a book, in the form and outside it."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from books.models import BookFormat, BookPage, Bookseller, FormatPrice, PlaceToBuy
from core.values import partial_dates
from tests import factories

pytestmark = pytest.mark.once

NAMES = (
    "contributions",
    "topic_assignments",
    "footnotes",
    "related_links",
    "comments",
    "imprints",
)
EDITION = {"kind": "paperback", "availability": "available"}
PRICE = {"currency": "GBP", "amount": "5"}


def edition_data(prices=(), places=(), **fields):
    rows = {"prices": inline_formset(list(prices)), "places_to_buy": inline_formset(list(places))}
    return EDITION | fields | rows


@pytest.fixture
def submit(site_tree, client, editor):
    """Return a function that submits the form of a new book and returns the parsed response."""

    def post(*formats, **fields):
        client.force_login(editor)
        data = {
            "title": "A book",
            "slug": "a-book",
            "body": streamfield([]),
            "contents": "null",
            "author_notes": "null",
            "endorsements": streamfield([]),
            "formats": inline_formset(list(formats)),
            **{name: inline_formset([]) for name in NAMES},
            **fields,
        }
        address = reverse(
            "wagtailadmin_pages:add", args=["books", "bookpage", site_tree.catalogue.pk]
        )
        response = client.post(address, nested_form_data(data))
        return BeautifulSoup(response.content, "html.parser")

    return post


def error_at(page, name):
    """Return the error message displayed at a field."""
    field = page.select_one(f"[name={name}]").find_parent(attrs={"data-field": True})
    return field.select_one("[data-field-errors]").get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("isbns", "errors"),
    [
        (("978-0-306-40615-7", "9780306406157"), ["", "Another format of this book"]),
        (("0-306-40615-2", "978-0-306-40615-7"), ["", "Another format of this book"]),
        (("978-0-306-40615-8", "9780306406157"), ["last digit", ""]),
        (("978-0-902869-33-2", "9780306406157"), ["The book “The tide” has this ISBN", ""]),
        (("9790000000001", ""), ["No publisher has an ISBN in this range", ""]),
    ],
)
def test_isbn_error_is_displayed_at_its_field(submit, isbns, errors):
    page = submit(*(edition_data(isbn=isbn) for isbn in isbns))
    for number, words in enumerate(errors):
        message = error_at(page, f"formats-{number}-isbn")
        assert (words in message) if words else not message
    assert not BookPage.objects.filter(slug="a-book").exists()


@pytest.mark.parametrize(
    ("fields", "edition", "name", "words"),
    [
        ({"publication_date": "2022-13"}, {}, "publication_date", "There is no month 13"),
        ({"publication_date": "soon"}, {}, "publication_date", "Write the date as"),
        ({}, {"publication_date": "2022-02-30"}, "formats-0-publication_date", "no such day"),
        ({}, {"pages": "-88"}, "formats-0-pages", "Enter a number from 1 to 30,000."),
        ({}, {"pages": "0"}, "formats-0-pages", "Enter a number from 1 to 30,000."),
        ({}, {"width_mm": "102"}, "formats-0-height_mm", "Enter both"),
        ({}, {"kind": ""}, "formats-0-kind", "required"),
        (
            {},
            {"prices": [PRICE | {"currency": ""}]},
            "formats-0-prices-0-currency",
            "required",
        ),
        (
            {},
            {"prices": [PRICE | {"amount": "-1"}]},
            "formats-0-prices-0-amount",
            "A price cannot be negative.",
        ),
    ],
)
def test_field_error_is_displayed_once(submit, fields, edition, name, words):
    page = submit(edition_data(**edition), **fields)
    message = error_at(page, name)
    assert message.count(words) == 1
    assert not BookPage.objects.filter(slug="a-book").exists()


@pytest.mark.parametrize("slug", ["feed", "series", "imprint", "archive"])
def test_slug_of_a_route_is_rejected(submit, site_tree, slug):
    assert "is reserved for a part of the list above" in error_at(submit(slug=slug), "slug")
    with pytest.raises(ValidationError, match="is reserved for a part of the list above"):
        site_tree.catalogue.add_child(instance=BookPage(title="A book", slug=slug))


@pytest.mark.django_db
def test_bookshop_with_the_same_name_is_rejected():
    Bookseller.objects.create(name="Our shop")
    with pytest.raises(ValidationError, match="A bookshop with this name already exists"):
        Bookseller(name="our Shop").full_clean()


def test_second_price_in_one_currency_is_rejected(submit):
    page = submit(edition_data(prices=[PRICE, PRICE]))
    assert "Currency" in page.get_text()
    assert not BookPage.objects.filter(slug="a-book").exists()


def test_download_requires_a_licence(submit, site_tree):
    page = submit(edition_data(download=site_tree.document.pk))
    assert "Choose a licence" in error_at(page, "formats-0-licence")


def test_form_displays_isbn_with_hyphens(site_tree, client, editor):
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[site_tree.book.pk])).content.decode()
    assert 'value="978-0-902869-33-2"' in html


def test_date_may_be_entered_in_words(submit):
    submit(edition_data(publication_date="5 Nov 2022"), publication_date="November 2022")
    book = BookPage.objects.get(slug="a-book")
    assert book.publication_date == "2022-11"
    assert book.formats.get().date_text == "5 November 2022"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2022", "2022"),
        ("2022-1", "2022-01"),
        (" 2022-11-5 ", "2022-11-05"),
        ("November 2022", "2022-11"),
        ("5 november 2022", "2022-11-05"),
        ("", ""),
    ],
)
def test_date_is_stored_in_iso_8601(typed, stored):
    assert partial_dates.parse(typed) == stored


@pytest.mark.parametrize(
    "typed", ["2022-00", "2022-13", "2022-02-29", "0202", "22", "11/2022", "31 June 2022", "x\0"]
)
def test_invalid_date_is_rejected(typed):
    with pytest.raises(ValidationError):
        partial_dates.parse(typed)


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (BookFormat(isbn="978-0-902869-33-3"), "last digit"),
        (BookFormat(isbn="0 902869 33 7"), "The book “The tide” has this ISBN already."),
        (BookFormat(isbn="978-0-902869-33-2"), "The book “The tide” has this ISBN already."),
        (BookFormat(pages=-88), "Paperback: Enter a number from 1 to 30,000."),
        (BookFormat(publication_date="2022-13"), "There is no month 13"),
        (BookFormat(kind="scroll"), "is not a valid choice"),
    ],
)
def test_invalid_format_is_not_saved_without_a_form(site_tree, edition, words):
    book = BookPage(title="A book", formats=[edition])
    with pytest.raises(ValidationError, match=words):
        site_tree.catalogue.add_child(instance=book)
    assert not BookPage.objects.filter(title="A book").exists()
    edition.page = factories.BookPageFactory(parent=site_tree.catalogue)
    with pytest.raises(ValidationError):
        edition.save()
    assert BookFormat.objects.get().page_id == site_tree.book.pk


def test_invalid_price_is_not_saved_without_a_form(site_tree):
    book = BookPage(title="A book", formats=[BookFormat()])
    edition = book.formats.get()
    for wrong in ("", "XXX"):
        edition.prices = [FormatPrice(currency=wrong, amount=5)]
        with pytest.raises(ValidationError):
            site_tree.catalogue.add_child(instance=book)
    edition.prices = [FormatPrice(amount=5), FormatPrice(amount=6)]
    with pytest.raises(ValidationError, match="two prices in one currency"):
        site_tree.catalogue.add_child(instance=book)
    stored = site_tree.book.formats.get()
    with pytest.raises(ValidationError):
        FormatPrice.objects.create(format=stored, currency="", amount=5)
    with pytest.raises(ValidationError):
        BookPage(title="A", publication_date="2022-13").full_clean()
    site_tree.book.publication_date = "2022-13"
    with pytest.raises(ValidationError, match="no month 13"):
        site_tree.book.save()
    assert not BookPage.objects.filter(title="A book").exists()


def test_repeated_shop_is_not_saved_without_a_form(site_tree):
    shop = Bookseller.objects.create(name="Shop")
    places = [PlaceToBuy(seller=shop, url="https://example.org") for _ in range(2)]
    book = BookPage(title="A book", formats=[BookFormat(places_to_buy=places)])
    with pytest.raises(ValidationError, match="A shop is listed twice"):
        site_tree.catalogue.add_child(instance=book)


def test_book_whose_isbn_is_used_meanwhile_is_not_published(
    site_tree, single_editor_site, client, moderator
):
    late = factories.BookPageFactory(parent=site_tree.catalogue, title="Late", live=False)
    late.formats.add(BookFormat(isbn="9780306406157"))
    late.save_revision(user=moderator)
    factories.edition(site_tree.book, isbn="9780306406157", kind="hardback")
    client.force_login(moderator)
    draft = late.get_latest_revision_as_object()
    with pytest.raises(ValidationError, match="The book “The tide” has this ISBN already"):
        draft.latest_revision.publish(user=moderator)
    assert not BookPage.objects.get(pk=late.pk).live
