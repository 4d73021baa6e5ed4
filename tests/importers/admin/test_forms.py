"""The forms that start an import, and change its options."""

import errno

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from importers.admin import files
from importers.models import ImportRun, RunStage, RunState
from site_config.body_limit import MAX_BODY
from tests import factories
from tests.importers.admin.pages import begin, old_file, text_of, url
from tests.importers.admin.working import OPTIONS, work
from tests.importers.ghost import exports as ghost


def test_limit_is_that_of_all_bodies(settings):
    assert settings.IMPORT_MAX_UPLOAD == MAX_BODY


def test_upload_begins_a_dry_run(desk, chief, launched):
    response = begin(desk, uploads=[old_file(), old_file(b"<rss/>")], currency="GBP")
    run = ImportRun.objects.get()
    assert response.url == url("run", run)
    assert launched == [run.pk]
    assert [path.read_bytes() for path in files.export_files(run)] == [b"<rss></rss>", b"<rss/>"]
    assert (run.started_by, run.stage, run.is_active) == (chief, RunStage.CHECK, True)
    assert run.options == OPTIONS | {"currency": "GBP"}


def test_parts_that_the_software_does_not_have_are_ignored(desk):
    upload = old_file(b"{}", "old.json")
    begin(desk, software="ghost", url=ghost.URL, uploads=[upload])
    assert ImportRun.objects.get().options["parts"] == ["pages", "posts"]


def test_only_parts_that_the_software_does_not_have_are_refused(desk):
    response = begin(desk, software="ghost", uploads=[old_file()], parts=["books"])
    assert "Choose something that Ghost has." in text_of(response)
    assert "Choose the files again" in text_of(response)
    assert not ImportRun.objects.exists()


def test_address_is_required_where_no_export_contains_it(desk):
    response = begin(desk, software="ghost", uploads=[old_file()])
    assert "Enter the address of the old site: the export does not contain it" in text_of(response)
    assert not ImportRun.objects.exists()
    begin(desk, url=ghost.URL, uploads=[old_file()])
    assert ImportRun.objects.get().options["url"] == ""


def test_form_says_nothing_of_the_server(desk, folder):
    (folder / "old.xml").write_text("<rss/>")
    page = text_of(desk.get(reverse("import_new")))
    assert str(folder) not in page
    assert "Pages Posts Events Books" in page


def test_currency_of_the_site_is_proposed(desk, home, settings):
    def proposed():
        page = BeautifulSoup(desk.get(reverse("import_new")).content, "html.parser")
        return page.select_one("select[name=currency] option[selected]")["value"]

    settings.LANGUAGE_CODE = "de"
    assert proposed() == ""
    settings.LANGUAGE_CODE = "de-ch"
    assert proposed() == "CHF"
    books = factories.BookIndexPageFactory(parent=home, title="Books")
    factories.edition(factories.BookPageFactory(parent=books), {"SEK": "50"})
    assert proposed() == "SEK"


def test_lost_prices_are_said_and_the_currency_can_be_changed(desk, checked, launched):
    page = text_of(desk.get(url("run", checked)))
    assert "1 price of the shop is left out, as its currency is not known." in page
    form = desk.get(url("options", checked)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    desk.post(url("options", checked), values | {"currency": "GBP", "parts": ["books"]})
    checked.refresh_from_db()
    assert (launched, checked.stage) == ([checked.pk], RunStage.CHECK)
    assert checked.options | {"front_page": None} == OPTIONS | {
        "currency": "GBP", "parts": ["books"], "front_page": None,
    }  # fmt: skip
    ImportRun.objects.update(lock=None, state=RunState.STOPPED)
    assert "price of the shop" not in text_of(desk.get(url("run", work(checked))))


def test_options_of_an_import_are_for_the_next_one(desk, done, launched):
    desk.post(url("options", done), {"media": "", "currency": "EUR", "parts": ["posts"]})
    done.refresh_from_db()
    assert (done.options["currency"], done.state, launched) == ("EUR", RunState.DONE, [])
    response = desk.post(url("options", done), {"media": "/etc", "parts": ["posts"]})
    assert response.context["form"].errors


def test_files_of_the_server(desk, folder, launched):
    (folder / "old.xml").write_text("<rss/>")
    (folder / "uploads").mkdir()
    begin(desk, server_files=["old.xml"], media="folder", media_folder="uploads")
    run = ImportRun.objects.get()
    assert files.export_files(run) == [folder / "old.xml"]
    assert run.options["media_folder"] == "uploads"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Choose an export file."),
        ({"uploads": [old_file(b"")]}, "This file is empty. Export it again."),
        ({"server_files": ["../../etc/passwd"]}, "This file is not on the server any more."),
        ({"server_files": ["/etc/passwd"]}, "This file is not on the server any more."),
        ({"media": "folder"}, "Choose the folder that has the images and files."),
        ({"media": "folder", "media_folder": "/etc"}, "This folder is not on the server any more."),
        ({"media": "/etc"}, "Select a valid choice."),
        ({"software": "nothing"}, "Select a valid choice."),
        ({"currency": "XXX"}, "Select a valid choice."),
        ({"parts": ["all"]}, "Select a valid choice."),
        ({"parts": []}, "This field is required."),
    ],
)
def test_forged_values_get_a_sentence(desk, folder, launched, values, sentence):
    (folder / "here.xml").write_text("x")
    (folder / "here").mkdir()
    response = begin(desk, **values)
    assert sentence in text_of(response)
    assert not ImportRun.objects.exists()
    assert not launched


def test_too_large(desk, settings):
    settings.IMPORT_MAX_UPLOAD = 20
    response = begin(desk, uploads=[old_file(), old_file()])
    assert "Copy them to the folder of imports on the server" in text_of(response)
    assert not ImportRun.objects.exists()


def test_full_disk(desk, folder, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "store_upload", fail)
    response = begin(desk, uploads=[old_file()])
    assert "The disk of the server is full." in text_of(response)
    assert not ImportRun.objects.exists()


def test_name_of_an_upload_leads_nowhere(desk, folder):
    upload = old_file()
    upload._name = "../../../evil.xml"
    begin(desk, uploads=[upload])
    (path,) = files.export_files(ImportRun.objects.get())
    assert path.resolve().is_relative_to(folder / files.RUNS)
