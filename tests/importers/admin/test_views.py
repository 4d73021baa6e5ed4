"""The pages of the import in the admin."""

import errno
import json

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from importers.admin import files, views
from importers.admin.process import Pulse, take
from importers.admin.worker import execute
from importers.models import ImportRun, RunStage, RunState
from tests.access import confirm_access, member
from tests.importers.admin.pages import NEW, begin, old_file, text_of, url
from tests.importers.admin.working import OPTIONS, work
from tests.importers.ghost import exports as ghost
from tests.importers.wordpress.exports import export, item, write


def forms_are_protected(response):
    """Return whether every form of the page carries the token."""
    page = BeautifulSoup(response.content, "html.parser")
    forms = page.select("main form[method=post]")
    return bool(forms) and all(form.find(attrs={"name": "csrfmiddlewaretoken"}) for form in forms)


def test_export_that_was_imported_under_another_address(desk, ghost_run):
    document = ghost.export(ghost.post(1), ghost.post(2))
    work(work(ghost_run(document)), RunStage.IMPORT)
    other = work(ghost_run(document, url="https://other.example"))
    page = text_of(desk.get(url("run", other)))
    assert "imported before with the address “old.example”" in page
    same = work(ghost_run(document))
    assert "imported before" not in text_of(desk.get(url("run", same)))


def test_list_names_the_software(desk):
    page = text_of(desk.get(reverse("import_list")))
    assert "from its exports (WordPress, Ghost)" in page


def test_server_that_cannot_start_a_process(desk, monkeypatch):
    def fail(_run):
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(views, "launch", fail)
    response = desk.post(reverse("import_new"), NEW | {"uploads": [old_file()]}, follow=True)
    assert "Resource temporarily unavailable" in text_of(response)
    assert ImportRun.objects.get().lock is None


def test_second_import_waits(desk, checked, launched):
    ImportRun.objects.create(lock=True, heartbeat=now(), state=RunState.RUNNING)
    response = desk.post(url("begin", checked), follow=True)
    assert "Another import is running." in text_of(response)
    assert not launched
    checked.refresh_from_db()
    assert (checked.stage, checked.state) == (RunStage.CHECK, RunState.DONE)


def test_run_that_never_began_waits_for_the_other(desk, folder, launched):
    other = ImportRun.objects.create(lock=True, heartbeat=now(), state=RunState.RUNNING)
    response = desk.post(reverse("import_new"), NEW | {"uploads": [old_file()]}, follow=True)
    page = text_of(response)
    assert "Dry run · Waiting" in page
    assert "This import waits" in page
    assert "Begin the dry run" not in page
    assert url("run", other) in response.content.decode()
    other.delete()
    run = ImportRun.objects.get()
    assert "Begin the dry run" in text_of(desk.get(url("run", run)))
    desk.post(url("continue", run))
    assert launched == [run.pk]


@pytest.mark.parametrize("is_uploaded", [True, False])
def test_file_that_cannot_be_read_needs_a_new_import(desk, folder, launched, is_uploaded):
    (folder / "wrong.xml").write_text("<rss/>")
    begin(desk, **{"uploads": [old_file()]} if is_uploaded else {"server_files": ["wrong.xml"]})
    run = ImportRun.objects.get()
    execute(run, Pulse(run, take(run)))
    page = BeautifulSoup(desk.get(url("run", run)).content, "html.parser")
    (button,) = page.select(f"main a.button[href='{reverse('import_new')}']")
    assert "button-secondary" not in button["class"]
    assert bool(page.find("button", string="Try again")) != is_uploaded


def test_import_begins_only_after_its_dry_run(desk, folder, launched, export_file):
    run = ImportRun.objects.create(software="wordpress", options=OPTIONS)
    response = desk.post(url("begin", run), follow=True)
    assert "The dry run has to end" in text_of(response)
    assert not launched


def test_dry_run_is_shown(desk, checked, launched):
    page = text_of(desk.get(url("run", checked)))
    assert "The dry run is done; nothing was imported." in page
    assert "Posts 10 9 would be created, 1 would be left out" in page
    assert "What would not be imported" in page
    assert "Menu entries 2" in page
    for code in ("nav_menu_item", "post_tag", "tribe_events", "attachment"):
        assert code not in page
    entries = text_of(desk.get(url("entries", checked) + "?outcome=left+out"))
    assert "would be left out" in entries
    assert "Posts, 20" in entries
    desk.post(url("begin", checked))
    checked.refresh_from_db()
    assert (checked.stage, launched) == (RunStage.IMPORT, [checked.pk])


def test_truncated_export_is_the_first_thing_that_is_said(desk, run_of, tmp_path):
    path = write(tmp_path / "old.xml", [export(item(1, "One"), item(2, "Two"))])
    path.write_text(path.read_text().rpartition("</item>")[0])
    page = text_of(desk.get(url("run", work(run_of(path)))))
    assert "1 item could not be read" in page
    assert "Make the export again" in page
    assert page.index("1 item could not be read") < page.index("Begin the import")


def test_running_import(desk, checked):
    rows = ImportRun.objects.filter(pk=checked.pk)
    rows.update(lock=True, heartbeat=now(), state=RunState.RUNNING, done=3, total=12)
    response = desk.get(url("run", checked))
    bar = BeautifulSoup(response.content, "html.parser").find("progress")
    assert (bar["value"], bar["max"]) == ("3", "12")
    assert b'<noscript><meta http-equiv="refresh"' in response.content
    assert forms_are_protected(response)
    progress = desk.get(url("progress", checked))
    assert progress.json()["count"] == "3 of 12 items"
    assert "no-store" in progress.headers["Cache-Control"]
    for action in ("delete", "begin", "continue"):
        desk.post(url(action, checked))
        assert rows.get().is_active
    desk.post(url("stop", checked))
    assert desk.get(url("progress", checked)).json()["activity"] == "Stops after the present item."


def test_killed_import_can_be_continued(desk, checked, launched):
    rows = ImportRun.objects.filter(pk=checked.pk)
    rows.update(
        stage="import",
        state="running",
        lock=True,
        heartbeat=checked.created_at.replace(year=2020),
        token="x",
    )
    page = text_of(desk.get(url("run", checked)))
    assert "Stopped unexpectedly" in page
    desk.post(url("continue", checked))
    assert launched == [checked.pk]
    assert rows.get().is_active
    rows.update(lock=None, state="done")
    desk.post(url("continue", checked))
    assert launched == [checked.pk]


def test_killed_import_does_not_show_the_dry_run_as_its_result(desk, checked, launched):
    desk.post(url("begin", checked))
    old = checked.created_at.replace(year=2020)
    ImportRun.objects.filter(pk=checked.pk).update(heartbeat=old)
    page = text_of(desk.get(url("run", checked)))
    assert "Stopped unexpectedly" in page
    assert "report.html" not in page
    assert "Summary" not in page
    assert "0 entries" in text_of(desk.get(url("entries", checked)))
    report = reverse("import_download", args=[checked.pk, "report.html"])
    assert desk.get(report).status_code == 404


def test_result(desk, done):
    assert forms_are_protected(desk.get(url("run", done)))
    for name in ("table", "bylines"):
        assert forms_are_protected(desk.get(url(name, done)))
    page = text_of(desk.get(url("run", done)))
    for words in ("The import is done.", "left out (", "Names in standfirsts", "report.html"):
        assert words in page
    assert page.index("What was not imported") < page.index("What to look at next")
    assert page.index("What to look at next") < page.index("Summary")
    entries = desk.get(url("entries", done) + "?outcome=left+out")
    assert "Items of the type “wpcf7_contact_form” are not supported." in text_of(entries)
    assert "gone.jpg" in text_of(desk.get(url("pictures", done)))
    assert "All day" in text_of(desk.get(url("empty", done)))


@pytest.mark.parametrize("query", ["?p=99999", "?p=x", "?p=-1", "?warning=%00", "?outcome=%27--"])
def test_lists_survive_forged_parameters(desk, done, query):
    for name in ("entries", "bylines", "titles", "empty", "pictures", "table"):
        assert desk.get(url(name, done) + query).status_code in (200, 400)


def test_many_entries(desk, done):
    path = files.report_file(done, "report.json")
    report = json.loads(path.read_text())
    entry = {"kind": "post", "outcome": "created", "location": "", "url": ""}
    report["entries"] = [
        entry | {"key": str(pk), "title": f"<b>{pk}</b>", "warnings": [["link", f"<i>{pk}</i>"]]}
        for pk in range(20_000)
    ]
    path.write_text(json.dumps(report))
    response = desk.get(url("entries", done) + "?warning=link&p=400")
    assert "<b>19999</b>" in text_of(response)
    assert b"<b>19999" not in response.content
    assert "Page 400 of 400" in text_of(response)
    assert b'href="?p=399&amp;warning=link"' in response.content


def test_downloads(desk, done):
    for name in files.REPORTS:
        response = desk.get(reverse("import_download", args=[done.pk, name]))
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert b"".join(response.streaming_content)
    for name in ("map.csv", "..", "report.txt", "files"):
        assert desk.get(reverse("import_download", args=[done.pk, name])).status_code == 404


def test_members_of_ghost_are_counted_and_offered(desk, ghost_run):
    members = [{"id": str(pk), "email": f"{pk}@reader.example", "name": "Ada"} for pk in (1, 2)]
    run = work(ghost_run(ghost.export(ghost.post(1), members=members)))
    address = reverse("import_download", args=[run.pk, files.SUBSCRIBERS])
    page = text_of(desk.get(url("run", run)))
    assert "2 members are in the export, and are not stored here." in page
    assert desk.get(address).status_code == 404
    run = work(run, RunStage.IMPORT)
    assert address in desk.get(url("run", run)).content.decode()
    assert b"1@reader.example,Ada" in b"".join(desk.get(address).streaming_content)
    assert files.report_file(run, files.SUBSCRIBERS).stat().st_mode & 0o777 == 0o600
    desk.post(url("delete", run))
    assert not files.folder_of(run).exists()


def test_choices_are_saved(desk, checked):
    page = BeautifulSoup(desk.get(url("table", checked)).content, "html.parser")
    version = page.find("input", attrs={"name": "version"})["value"]
    response = desk.post(
        url("table", checked), {"version": version, "becomes-0": "section", "name-0": "Harbours"}
    )
    assert response.status_code == 302
    checked.refresh_from_db()
    assert checked.table[0][4:] == ["section", "Harbours"]
    stale = {"version": version, "becomes-0": "topic", "name-0": "Mine"}
    again = desk.post(url("table", checked), stale)
    assert "Somebody else changed the table" in text_of(again)
    assert b'value="Mine"' in again.content
    checked.refresh_from_db()
    assert checked.table[0][4:] == ["section", "Harbours"]


def test_wrong_choice_gets_a_sentence_at_its_row(desk, checked):
    before = checked.table
    response = desk.post(
        url("table", checked), {"version": "x", "becomes-1": "format", "name-1": "<b>Poem"}
    )
    page = BeautifulSoup(response.content, "html.parser")
    assert "There is no format “<b>Poem”." in page.find(id="error-1").get_text()
    assert page.find("input", attrs={"name": "name-1"})["value"] == "<b>Poem"
    checked.refresh_from_db()
    assert checked.table == before


def test_table_as_a_file(desk, checked):
    content = desk.get(url("table_csv", checked)).content.decode("utf-8-sig")
    edited = content.replace("topic,Ports", "section,Harbours")
    page = BeautifulSoup(desk.get(url("table", checked)).content, "html.parser")
    version = page.find("input", attrs={"name": "version"})["value"]
    desk.post(
        url("table", checked),
        {"version": version, "upload": "1", "table": SimpleUploadedFile("t.csv", edited.encode())},
    )
    checked.refresh_from_db()
    assert ["section", "Harbours"] in [row[4:] for row in checked.table]
    broken = SimpleUploadedFile("t.csv", b"a,b")
    values = {"version": version, "upload": "1", "table": broken}
    response = desk.post(url("table", checked), values, follow=True)
    assert "The table has no column" in text_of(response)


def test_table_cannot_be_changed_during_the_import(desk, checked):
    rows = ImportRun.objects.filter(pk=checked.pk)
    rows.update(stage="import", lock=True, heartbeat=now())
    response = desk.post(url("table", checked), {"becomes-0": "nothing"}, follow=True)
    assert "cannot be changed while the import runs" in text_of(response)
    assert rows.get().table == checked.table


def test_byline_by_its_button(desk, done):
    page = BeautifulSoup(desk.get(url("bylines", done)).content, "html.parser")
    fields = {each["name"]: each["value"] for each in page.select("td form input")}
    fields.pop("csrfmiddlewaretoken", None)
    forged = fields | {"name": "Somebody Else", "role": "author"}
    assert "This was done already" in text_of(desk.post(url("bylines", done), forged, follow=True))
    forged = fields | {"role": "owner"}
    assert "There is no such role." in text_of(desk.post(url("bylines", done), forged, follow=True))
    added = desk.post(url("bylines", done), fields | {"role": "author"}, follow=True)
    assert "The draft waits for its publication." in text_of(added)
    assert "There are none left." in text_of(added)


def test_title_by_its_button(desk, run_of, tmp_path):
    path = write(tmp_path / "old.xml", [export(
        item(1, "The tide – Die Flut", "<p>x</p>", type="tribe_events",
             meta=[("_EventStartDate", "2019-02-06 10:00:00")]),
    )])  # fmt: skip
    run = work(work(run_of(path)), RunStage.IMPORT)
    page = BeautifulSoup(desk.get(url("titles", run)).content, "html.parser")
    fields = {each["name"]: each["value"] for each in page.select("td form input")}
    assert "Die Flut (de)" in page.get_text()
    response = desk.post(url("titles", run), fields, follow=True)
    assert "There are none left." in text_of(response)


def test_delete_asks_first(desk, checked):
    page = BeautifulSoup(desk.get(url("run", checked)).content, "html.parser")
    form = page.find("form", action=url("delete", checked))
    assert form.find_parent("template") or form.find_parent(attrs={"role": "dialog"})
    assert page.find("button", attrs={"data-a11y-dialog-show": "delete-import"})


def test_deleted_import_leaves_no_file(desk, folder):
    begin(desk, uploads=[old_file()])
    run = ImportRun.objects.get()
    desk.post(url("delete", run))
    assert ImportRun.objects.exists()
    ImportRun.objects.update(lock=None)
    desk.post(url("delete", run))
    assert not ImportRun.objects.exists()
    assert not files.folder_of(run).exists()


def test_others_are_refused(client, done, folder):
    client.force_login(member("moderator", "Moderators"))
    confirm_access(client)
    assert client.get(reverse("import_download", args=[done.pk, "report.html"])).url == "/admin/"
    for name in (
        "run",
        "entries",
        "bylines",
        "titles",
        "empty",
        "pictures",
        "table",
        "table_csv",
        "progress",
        "options",
    ):
        assert client.get(url(name, done)).url == "/admin/"
        assert client.post(url(name, done)).url == "/admin/"
    for name in ("begin", "continue", "stop", "delete"):
        assert client.post(url(name, done)).url == "/admin/"
    for name in ("list", "new"):
        assert client.get(reverse(f"import_{name}")).url == "/admin/"
    assert ImportRun.objects.filter(pk=done.pk, state=RunState.DONE).exists()


def test_password_is_asked_for(client, chief, folder, checked, launched):
    client.force_login(chief)
    assert "reauthenticate" in client.get(reverse("import_new")).url
    response = client.post(url("begin", checked))
    assert b"accounts-password" in response.content
    assert not launched
    assert client.get(reverse("import_list")).status_code == 200


def test_unknown_run(desk):
    for number in (0, 2**63, 10**30):
        assert desk.get(reverse("import_run", args=[number])).status_code == 404
