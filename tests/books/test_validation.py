"""What is wrong with a book is said in a sentence: at its field, and to whoever uses a shell."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from books.models import BookFormat, BookPage, Bookseller, FormatPrice, PlaceToBuy
from core.values import partial_dates
from tests import factories

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
    """Save a new book through the admin's form as a draft, and return what comes back."""

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


def told(page, name):
    """Return what the form says at a field."""
    field = page.select_one(f"[name={name}]").find_parent(attrs={"data-field": True})
    return field.select_one("[data-field-errors]").get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("isbns", "errors"),
    [
        (("978-0-306-40615-7", "9780306406157"), ["", "Another format of this book"]),
        (("0-306-40615-2", "978-0-306-40615-7"), ["", "Another format of this book"]),
        (("978-0-306-40615-8", "9780306406157"), ["last digit", ""]),
        (("978-0-902869-33-2", "9780306406157"), ["The book “The tide” has this ISBN", ""]),
        (("9790000000001", ""), ["range was never given out", ""]),
    ],
)
def test_isbn_is_refused_at_its_field(submit, isbns, errors):
    page = submit(*(edition_data(isbn=isbn) for isbn in isbns))
    for number, words in enumerate(errors):
        said = told(page, f"formats-{number}-isbn")
        assert (words in said) if words else not said
    assert not BookPage.objects.filter(slug="a-book").exists()


@pytest.mark.parametrize(
    ("fields", "edition", "name", "words"),
    [
        ({"publication_date": "2022-13"}, {}, "publication_date", "There is no month 13"),
        ({"publication_date": "soon"}, {}, "publication_date", "Write the date as"),
        ({}, {"publication_date": "2022-02-30"}, "formats-0-publication_date", "no such day"),
        ({}, {"pages": "-88"}, "formats-0-pages", "A book has at least 1 page."),
        ({}, {"pages": "0"}, "formats-0-pages", "A book has at least 1 page."),
        ({}, {"width_mm": "102"}, "formats-0-height_mm", "Give both"),
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
            "A price is not below nothing.",
        ),
    ],
)
def test_field_is_refused_in_one_sentence(submit, fields, edition, name, words):
    page = submit(edition_data(**edition), **fields)
    said = told(page, name)
    assert words in said
    assert said.count(".") <= 1
    assert not BookPage.objects.filter(slug="a-book").exists()


@pytest.mark.parametrize("slug", ["feed", "series", "imprint", "archive"])
def test_address_of_the_list_itself_is_refused(submit, site_tree, slug):
    assert "is an address of the list itself" in told(submit(slug=slug), "slug")
    with pytest.raises(ValidationError, match="is an address of the list itself"):
        site_tree.catalogue.add_child(instance=BookPage(title="A book", slug=slug))


@pytest.mark.django_db
def test_bookshop_of_the_same_name_is_refused():
    Bookseller.objects.create(name="Our shop")
    with pytest.raises(ValidationError, match="There is a bookshop of this name already"):
        Bookseller(name="our Shop").full_clean()


def test_second_price_in_one_currency_is_refused(submit):
    page = submit(edition_data(prices=[PRICE, PRICE]))
    assert "Currency" in page.get_text()
    assert not BookPage.objects.filter(slug="a-book").exists()


def test_download_says_on_what_terms(submit, site_tree):
    page = submit(edition_data(download=site_tree.document.pk))
    assert "on what terms" in told(page, "formats-0-licence")


def test_form_shows_an_isbn_with_its_hyphens(site_tree, client, editor):
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[site_tree.book.pk])).content.decode()
    assert 'value="978-0-902869-33-2"' in html


def test_date_may_be_typed_in_words(submit):
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
def test_date_is_kept_in_the_form_of_iso_8601(typed, stored):
    assert partial_dates.parse(typed) == stored


@pytest.mark.parametrize(
    "typed", ["2022-00", "2022-13", "2022-02-29", "0202", "22", "11/2022", "31 June 2022", "x\0"]
)
def test_date_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError):
        partial_dates.parse(typed)


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (BookFormat(isbn="978-0-902869-33-3"), "last digit"),
        (BookFormat(isbn="0 902869 33 7"), "The book “The tide” has this ISBN already."),
        (BookFormat(isbn="978-0-902869-33-2"), "The book “The tide” has this ISBN already."),
        (BookFormat(pages=-88), "Paperback: A book has at least 1 page."),
        (BookFormat(publication_date="2022-13"), "There is no month 13"),
        (BookFormat(kind="scroll"), "is not a valid choice"),
    ],
)
def test_shell_stores_nothing_that_is_wrong(site_tree, edition, words):
    book = BookPage(title="A book", formats=[edition])
    with pytest.raises(ValidationError, match=words):
        site_tree.catalogue.add_child(instance=book)
    assert not BookPage.objects.filter(title="A book").exists()
    edition.page = factories.BookPageFactory(parent=site_tree.catalogue)
    with pytest.raises(ValidationError):
        edition.save()
    assert BookFormat.objects.get().page_id == site_tree.book.pk


def test_shell_stores_no_price_without_currency(site_tree):
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


def test_shell_names_no_shop_twice(site_tree):
    shop = Bookseller.objects.create(name="Shop")
    places = [PlaceToBuy(seller=shop, url="https://example.org") for _ in range(2)]
    book = BookPage(title="A book", formats=[BookFormat(places_to_buy=places)])
    with pytest.raises(ValidationError, match="One shop is named twice"):
        site_tree.catalogue.add_child(instance=book)


def test_book_whose_isbn_was_taken_meanwhile_is_not_published(
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
