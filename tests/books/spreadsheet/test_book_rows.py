"""Matching rows with books and formats, previews and permissions."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from books.models import BookFormat, BookPage, FormatPrice
from books.spreadsheet.exporter import catalogue_file
from books.spreadsheet.importer import ImportActor, import_sheet
from core.values.money import read_price
from editorial.draft_visibility import sees_draft
from editorial.listings import book_spreadsheet
from tests import factories
from tests.access import member
from tests.book_rows import EBOOK, PRINT, sheet

OTHER = "978-0-306-40615-7"


@pytest.fixture
def catalogue(home):
    return factories.BookIndexPageFactory(parent=home, title="Books", slug="books")


def book(catalogue, title, *isbns, **fields):
    made = factories.BookPageFactory(parent=catalogue, title=title, **fields)
    for isbn in isbns:
        factories.edition(made, isbn=isbn, kind="paperback", pages=176)
    return made


def import_rows(catalogue, *rows):
    result = import_sheet(catalogue, sheet(*rows), store=True)
    assert not result.errors
    return result


def draft_of(page):
    return BookPage.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("order", [1, -1])
def test_format_is_matched_by_isbn_before_kind(catalogue, order):
    page = book(catalogue, "Shift", "9780902869332")
    rows = [
        {"Address": page.slug, "Format": "paperback", "ISBN": OTHER, "Pages": "9"},
        {"Address": page.slug, "Format": "paperback", "ISBN": "9780902869332", "Pages": "176"},
    ]
    import_rows(catalogue, *rows[::order])
    formats = {each.isbn: each for each in draft_of(page).formats.all()}
    assert formats["9780902869332"].pk == page.formats.get().pk
    assert formats["9780306406157"].pages == 9


def test_empty_slug_is_no_change(catalogue):
    page = book(catalogue, "Double Shift", "9780902869332", slug="ds-short")
    row = {"Address": "", "Title": "Double Shift", "ISBN": "9780902869332", "Pages": "177"}
    result = import_rows(catalogue, row)
    assert [cell.heading for cell in result.changes[0].cells] == ["Pages"]
    assert draft_of(page).slug == "ds-short"


def test_ambiguous_title_is_an_error(catalogue):
    for slug in ("one", "two"):
        book(catalogue, "Same", slug=slug)
    result = import_sheet(catalogue, sheet({"Title": "Same", "Subtitle": "New"}), store=True)
    text = "Row 2, Title: 2 books have this title. Enter the address of one of them."
    assert [str(error) for error in result.errors] == [text]
    assert BookPage.objects.count() == 2


def test_later_rows_of_a_new_book_may_be_empty(catalogue):
    rows = [
        {"Address": "brand-new", "Title": "Brand New", "Format": "paperback"},
        {"Title": "Brand New", "Format": "epub"},
        {"Format": "pdf"},
    ]
    import_rows(catalogue, *rows)
    assert [each.kind for each in BookPage.objects.get().formats.all()] == [
        "paperback",
        "epub",
        "pdf",
    ]


def test_changes_since_the_preview_are_not_stored(catalogue, client, editor):
    page = book(catalogue, "Shift", "9780902869332", edition="First")
    client.force_login(editor)
    address = f"/admin/catalogue/{catalogue.pk}/"
    content = catalogue_file(BookPage.objects.all()).replace(b",First,", b",Second,")
    preview = import_sheet(catalogue, content, store=False)
    data = {"seen": book_spreadsheet.pack(content), "mark": preview.fingerprint, "store": "1"}
    page.subtitle = "A colleague’s"
    page.save_revision()
    html = client.post(address, data).content.decode()
    assert "These books were changed since your preview." in html
    assert draft_of(page).edition == "First"
    form = BeautifulSoup(html, "html.parser")
    data |= {name: form.select_one(f"[name={name}][value]")["value"] for name in ("seen", "mark")}
    assert client.post(address, data).status_code == 302
    assert draft_of(page).edition == "Second"


def test_import_continues_after_the_time_limit(catalogue, client, editor, monkeypatch):
    monkeypatch.setattr(book_spreadsheet, "MAX_SECONDS", 0.0)
    client.force_login(editor)
    address = f"/admin/catalogue/{catalogue.pk}/"
    content = sheet(*({"Title": f"Book {number}", "Topics": "Tides"} for number in range(3)))
    data, steps = {"seen": book_spreadsheet.pack(content), "store": "1"}, 0
    response = client.post(address, data)
    while response.status_code == 200:
        steps += 1
        assert "Save again to continue with the rest." in response.content.decode() or steps == 1
        monkeypatch.setattr(book_spreadsheet, "MAX_SECONDS", 0.02)
        form = BeautifulSoup(response.content, "html.parser")
        data |= {
            name: form.select_one(f"[name={name}][value]")["value"] for name in ("seen", "mark")
        }
        response = client.post(address, data)
        assert steps < 9
    assert BookPage.objects.count() == 3


def test_confidential_drafts_cannot_be_guessed(catalogue):
    guest = member("guest", "Contributors")
    book(catalogue, "Secret plan", "9780902869332", live=False, publication_date="2030-01")
    public = book(catalogue, "Public", subtitle="So far")
    public.subtitle = "Not announced yet"
    public.save_revision()
    actor = ImportActor(guest, sees_draft=lambda page: sees_draft(guest, page))

    def preview(**cells):
        return import_sheet(catalogue, sheet(cells), actor, store=False)

    for title in ("Secret plan", "Nothing of the sort"):
        assert preview(Title=title).changes[0].is_new
    assert preview(Title="Public", Subtitle="So far").unchanged == 1
    errors = preview(Title="Public", Subtitle="Not announced yet").errors
    assert [error.text for error in errors] == ["You may not change this book."]


def test_large_file_is_accepted(catalogue):
    page = book(catalogue, "Shift", "9780902869332")
    long = "; ".join(f"Shop {number} https://example.org/{'x' * 450}" for number in range(12))
    import_rows(catalogue, {"Address": page.slug, "ISBN": "9780902869332", "Places to buy": long})
    content = catalogue_file(BookPage.objects.all())
    assert import_sheet(catalogue, content, store=False).unchanged == 1
    head, row = content.split(b"\r\n")[:2]
    many = b"\r\n".join([head, *[row] * 600])
    assert len(many) > 2_500_000
    assert "larger" not in str(import_sheet(catalogue, many, store=False).errors[0])


def test_unreadable_row_is_reported_with_its_number(catalogue):
    content = b'Title,Subtitle\r\nOne,A\r\n"Two,B\r\nThree,C\r\n'
    [error] = import_sheet(catalogue, content, store=False).errors
    assert error.row == 3
    assert "quotation mark" in error.text


def test_commands_require_one_catalogue(catalogue, home, capsys):
    other = factories.BookIndexPageFactory(parent=home, title="Other", slug="other")
    book(other, "Elsewhere")
    book(catalogue, "Here")
    with pytest.raises(CommandError, match="Name one catalogue"):
        call_command("export_books")
    call_command("export_books", catalogue="books")
    out = capsys.readouterr().out
    assert "Here" in out
    assert "Elsewhere" not in out


def test_saving_a_format_requires_a_unique_isbn(catalogue):
    page = book(catalogue, "Shift", "9780902869332")
    with pytest.raises(ValidationError, match="Another format of this book"):
        BookFormat(page=page, kind="pdf", isbn="978-0-902869-33-2").save()
    assert BookFormat.objects.count() == 1
    page.formats.get().save()


def test_two_formats_may_swap_their_isbns(catalogue):
    page = book(catalogue, "Shift", "9780902869332", "9780306406157")
    first, second = page.formats.all()
    first.isbn, second.isbn = second.isbn, first.isbn
    page.formats = [first, second]
    page.save()
    assert [each.isbn for each in BookPage.objects.get().formats.all()] == [
        "9780306406157",
        "9780902869332",
    ]


@pytest.mark.parametrize("typed", ["£5 EUR", "GBP 5 per copy", "JPY 5.50", "¥5"])
def test_ambiguous_price_is_rejected(typed):
    with pytest.raises(ValidationError):
        read_price(typed)


def test_price_in_yen_has_no_decimals(catalogue):
    with pytest.raises(ValidationError, match="must be a whole number"):
        FormatPrice(currency="JPY", amount="5.50").full_clean(exclude=["format"])
    row = {"Title": "Shift", **PRINT, "Prices": "JPY 5.50"}
    [error] = import_sheet(catalogue, sheet(row), store=True).errors
    assert error.heading == "Prices"
    import_rows(catalogue, {"Title": "Shift", **EBOOK, "Prices": "JPY 550"})
