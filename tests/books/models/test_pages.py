"""The page of a book, its formats and its press sheet."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.models import ReferenceIndex

from books.models import BookFormat, BookPage
from core.models import RelatedPage
from core.values.isbn import compact, hyphenated
from core.values.money import CURRENCIES, format_price
from tests import factories
from tests.access import restrict
from tests.form_data import page_data


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("978-0-902869-33-2", "9780902869332"),
        ("9780902869332", "9780902869332"),
        (" 978 0 902869 33 2 ", "9780902869332"),
        ("0-306-40615-2", "9780306406157"),
        ("080442957X", "9780804429573"),
    ],
)
def test_isbn_is_stored_as_thirteen_digits(typed, stored):
    assert compact(typed) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("978-0-902869-33-3", "last digit"),
        ("97809028693", "13 digits"),
        ("4006381333931", "978 or 979"),
        ("a book", "Enter an ISBN"),
        ("979-0-00-000000-1", "No publisher has an ISBN in this range"),
    ],
)
def test_invalid_isbn_is_rejected_with_the_reason(typed, reason):
    with pytest.raises(ValidationError, match=reason):
        compact(typed)


def test_isbn_is_displayed_with_hyphens():
    assert hyphenated("9780902869332") == "978-0-902869-33-2"
    assert hyphenated("") == ""


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("5.00", "GBP", "£5"),
        ("6.50", "EUR", "€6.50"),
        ("7", "USD", "$7"),
        ("1200", "JPY", "¥1,200"),
        ("13", "CHF", "CHF\N{NO-BREAK SPACE}13"),
        ("0", "GBP", "£0"),
    ],
)
def test_price_is_formatted_for_its_currency(amount, currency, text):
    assert format_price(Decimal(amount), currency) == text


def test_every_currency_can_be_formatted():
    for code, _ in CURRENCIES:
        assert format_price(Decimal("12.30"), code).endswith(("12.30", "12"))


@pytest.mark.parametrize(
    ("known", "text"),
    [("2022-11-05", "5 November 2022"), ("2022-11", "November 2022"), ("2022", "2022"), ("", "")],
)
def test_date_is_displayed_as_exactly_as_it_is_known(known, text):
    assert BookPage(publication_date=known).date_line == text


def test_extent_and_medium_of_a_format():
    edition = BookFormat(kind="paperback", pages=88, width_mm=102, height_mm=178)
    assert edition.extent == "88 pages, 178 × 102 mm"
    assert edition.medium == "print"
    assert BookFormat(kind="epub").medium == "e-book"
    assert BookFormat(pages=88, width_mm=102).extent == "88 pages"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"isbn": "978-0-902869-33-3"}, "isbn"),
        ({"width_mm": 102}, "height_mm"),
        ({"height_mm": 178}, "width_mm"),
    ],
)
def test_format_errors_are_those_of_a_field(fields, field):
    with pytest.raises(ValidationError) as error:
        BookFormat(**fields).full_clean(exclude=["page"])
    assert list(error.value.message_dict) == [field]


def test_newest_first_puts_undated_books_on_top(home):
    catalogue = factories.BookIndexPageFactory(parent=home)
    make = factories.BookPageFactory
    old = make(parent=catalogue, publication_date="2020-01-01")
    new = make(parent=catalogue, publication_date="2024")
    announced = make(parent=catalogue)
    make(parent=catalogue, live=False)
    assert list(BookPage.objects.newest_first()) == [announced, new, old]


def test_book_page_displays_its_formats(site_tree, get):
    html = get(site_tree.book.url)
    assert "£5, €6" in html
    assert "ISBN 978-0-902869-33-2" in html
    assert "88 pages" in html


def test_data_for_bookshops_are_in_a_fold(site_tree, get):
    page = BeautifulSoup(get(site_tree.book.url), "html.parser")
    fold = page.select_one("details.book-data")
    assert not fold.has_attr("open")
    assert "ISBN 978-0-902869-33-2" in fold.get_text()
    fold.extract()
    assert "978-0-902869-33-2" not in page.main.get_text()
    assert "£5, €6" in page.main.get_text()


def test_book_lists_visible_articles_about_it(site_tree, get):
    with_book = {"book": site_tree.book, "parent": site_tree.section}
    review = factories.ArticlePageFactory(title="A judgement", format="review", **with_book)
    factories.ArticlePageFactory(title="A chapter", format="long-read", **with_book)
    draft = factories.ArticlePageFactory(title="A draft", live=False, **with_book)
    hidden = factories.ArticlePageFactory(title="For members", **with_book)
    restrict(hidden)
    for page in (review, draft, hidden):
        ReferenceIndex.create_or_update_for_object(page)
    html = get(site_tree.book.url)
    writings = html[html.index('id="writings"') :]
    section = writings[: writings.index("</article>", writings.index("A judgement"))]
    assert "Review" in section
    assert ("A draft" in html, "For members" in html) == (False, False)
    assert site_tree.book.url in get(review.url)


def test_book_and_its_launch_link_to_each_other(site_tree, get):
    launch = factories.EventPageFactory(parent=site_tree.calendar, title="The launch")
    RelatedPage.objects.create(page=launch, related=site_tree.book)
    assert launch.url in get(site_tree.book.url)
    assert site_tree.book.url in get(launch.url)


def test_other_books_by_the_authors_are_listed_once(site_tree, get):
    other = factories.BookPageFactory(parent=site_tree.catalogue, title="The ebb")
    factories.attribute(other, site_tree.person)
    factories.assign(other, site_tree.topic)
    translated = factories.BookPageFactory(parent=site_tree.catalogue, title="By another author")
    factories.attribute(translated, site_tree.person, role="translator")
    html = get(site_tree.book.url)
    assert html.count(f'href="{other.url}"') == 1
    assert "More by the same authors" in html
    assert "By another author" not in html


def test_isbn_belongs_to_one_format_of_one_book(site_tree):
    book = factories.BookPageFactory(parent=site_tree.catalogue)
    taken = BookFormat(page=book, isbn="978 0 902869 33-2")
    with pytest.raises(ValidationError) as error:
        taken.full_clean()
    assert error.value.message_dict == {"isbn": ["The book “The tide” has this ISBN already."]}
    for kind in ("paperback", "epub"):
        book.formats.add(BookFormat(kind=kind, isbn="9780306406157"))
    with pytest.raises(ValidationError, match="Another format of this book has this ISBN"):
        book.full_clean()
    site_tree.book.formats.first().full_clean()  # its own ISBN is not a duplicate


def test_availability_is_displayed_unless_available(site_tree, get):
    factories.edition(
        site_tree.book, {"GBP": "9"}, kind="hardback", availability="forthcoming", weight_g=310
    )
    html = get(site_tree.book.url)
    assert "<strong>Forthcoming</strong>" in html
    assert "310 g" in html
    assert '"availability": "https://schema.org/PreOrder"' in html
    assert '"availability": "https://schema.org/InStock"' in html


def test_press_sheet(site_tree, get, client):
    site_tree.person.biography = "<p>She counts boats.</p>"
    site_tree.person.save()
    html = get(f"{site_tree.book.url}press/")
    for words in ("The tide", "£5, €6", "978-0-902869-33-2", "88 pages", "She counts boats."):
        assert words in html
    assert '<meta name="robots" content="noindex">' in html
    cover = BeautifulSoup(html, "html.parser").select_one(".press__download a")["href"]
    response = client.get(cover)
    assert b"".join(response.streaming_content)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert f'href="{site_tree.book.url}press/"' in get(site_tree.book.url)
    restrict(site_tree.book)
    assert client.get(f"{site_tree.book.url}press/").status_code == 302
    bare = factories.BookPageFactory(parent=site_tree.catalogue, title="Bare")
    assert "Download the cover" not in get(f"{bare.url}press/")


@pytest.mark.parametrize("field", ["publication_date", "formats-0-publication_date"])
def test_mistyped_date_is_pointed_out_in_the_form(site_tree, client, moderator, field):
    """The page checks run on the form that is displayed again."""
    book = site_tree.book
    book.save_revision(user=moderator)
    client.force_login(moderator)
    form = page_data(client.get(f"/admin/pages/{book.pk}/edit/").content.decode(), book)
    response = client.post(f"/admin/pages/{book.pk}/edit/", form | {field: ["soon"]})
    assert response.status_code == 200
    errors = BeautifulSoup(response.content, "html.parser").select(".error-message")
    assert any("Write the date as" in error.get_text() for error in errors)
