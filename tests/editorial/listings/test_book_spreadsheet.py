"""Export and import of the catalogue as CSV, in the admin and on the command line."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from books.models import BookPage
from books.spreadsheet.importer import ImportActor, import_sheet
from editorial.listings.book_spreadsheet import pack
from tests import factories
from tests.access import member
from tests.book_rows import PRINT, REFERENCE, sheet
from tests.review_helpers import submit


@pytest.fixture
def catalogue(home):
    return factories.BookIndexPageFactory(parent=home, title="Books", slug="books")


def upload(client, catalogue, content, **data):
    file = SimpleUploadedFile("books.csv", content, content_type="text/csv")
    return client.post(f"/admin/catalogue/{catalogue.pk}/", {"file": file, **data})


def test_editor_previews_and_saves(catalogue, client, editor):
    client.force_login(editor)
    content = sheet(REFERENCE | PRINT)
    page = BeautifulSoup(upload(client, catalogue, content).content, "html.parser")
    assert "Allan Todd (contributor)" in page.get_text()
    assert "978-0-902869-33-2" in page.get_text()
    assert not BookPage.objects.exists()
    seen = page.select_one("[name=seen][value]")["value"]
    client.post(f"/admin/catalogue/{catalogue.pk}/", {"seen": seen, "store": "1"})
    book = BookPage.objects.get()
    assert (book.live, book.owner, book.latest_revision.user) == (False, editor, editor)
    out = client.get(f"/admin/catalogue/{catalogue.pk}/file/")
    assert "978-0-902869-33-2" in out.content.decode()
    again = upload(client, catalogue, out.content).content.decode()
    assert "The file changes nothing" in again
    out = client.get(f"/admin/catalogue/{catalogue.pk}/file/?format=xlsx")
    assert out.headers["Content-Disposition"] == 'attachment; filename="books.xlsx"'
    assert "The file changes nothing" in upload(client, catalogue, out.content).content.decode()


@pytest.mark.parametrize("seen", ["not base64", "AAAA", "", pack(b"Title\r\nA\r\nB\r\n" * 99)[:24]])
def test_invalid_hidden_field_requires_the_file_again(catalogue, client, editor, seen):
    client.force_login(editor)
    response = client.post(f"/admin/catalogue/{catalogue.pk}/", {"seen": seen, "store": "1"})
    assert response.status_code == 200
    assert "hoose" in response.content.decode()
    assert not BookPage.objects.exists()


def test_errors_have_a_row_and_column(catalogue, client, editor):
    client.force_login(editor)
    page = BeautifulSoup(
        upload(client, catalogue, sheet(REFERENCE | PRINT | {"Pages": "-1"}), store="1").content,
        "html.parser",
    )
    cells = [cell.get_text() for cell in page.select("table.listing td")]
    assert cells == ["2", "Pages", "Enter a number from 1 to 30,000."]
    assert not BookPage.objects.exists()


def test_contributor_cannot_see_or_change_books_of_others(site_tree, client, editor):
    contributor = member("contributor", "Contributors")
    factories.BookPageFactory(parent=site_tree.catalogue, title="Secret plan", live=False)
    site_tree.book.subtitle = "Not announced yet"
    site_tree.book.save_revision()
    client.force_login(contributor)
    out = client.get(f"/admin/catalogue/{site_tree.catalogue.pk}/file/").content.decode()
    assert "The tide" in out
    assert "Secret plan" not in out
    assert "Not announced yet" not in out
    change = {"Address": site_tree.book.slug, "Subtitle": "Mine now"}
    result = import_sheet(site_tree.catalogue, sheet(change), ImportActor(contributor), store=True)
    assert [str(error) for error in result.errors] == ["Row 2: You may not change this book."]
    client.force_login(editor)
    out = client.get(f"/admin/catalogue/{site_tree.catalogue.pk}/file/").content.decode()
    assert "Not announced yet" in out
    client.logout()
    assert client.get(f"/admin/catalogue/{site_tree.catalogue.pk}/file/").status_code == 302


def test_book_in_review_is_not_changed(site_tree, client, editor):
    site_tree.book.save_revision(user=editor)
    submit(site_tree.book, editor)
    change = {"Address": site_tree.book.slug, "Subtitle": "Mine now"}
    result = import_sheet(site_tree.catalogue, sheet(change), ImportActor(editor), store=True)
    text = "Row 2: “The tide” is in review. Change it after the review."
    assert [str(error) for error in result.errors] == [text]


def test_catalogue_links_to_its_spreadsheet(site_tree, client, editor):
    client.force_login(editor)
    for address in (f"/admin/pages/{site_tree.catalogue.pk}/", "/admin/books/"):
        assert f"/admin/catalogue/{site_tree.catalogue.pk}/" in client.get(address).content.decode()
    assert (
        "/admin/catalogue/"
        not in client.get(f"/admin/pages/{site_tree.section.pk}/").content.decode()
    )


def test_commands_export_and_import(catalogue, tmp_path, capsys):
    path = tmp_path / "books.csv"
    path.write_bytes(sheet(REFERENCE | PRINT))
    call_command("import_books", path, "--dry-run")
    assert "1 books to be changed; nothing is stored" in capsys.readouterr().out
    assert not BookPage.objects.exists()
    call_command("import_books", path)
    capsys.readouterr()
    call_command("export_books")
    out = capsys.readouterr().out
    assert "978-0-902869-33-2" in out
    path.write_bytes(out.encode())
    call_command("import_books", path)
    assert "0 books saved as drafts, 1 unchanged." in capsys.readouterr().out
    path.write_bytes(sheet({"Title": "B", "Pages": "-1"}))
    with pytest.raises(CommandError, match="Row 2, Pages: Enter a number from 1 to 30,000"):
        call_command("import_books", path)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_books", tmp_path / "none.csv")
