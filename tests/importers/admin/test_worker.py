"""What the process of a run does: try, import, stop, go on, fail."""

import errno
import json

import pytest

from contributors.models import Contributor
from importers.admin import files, outcome, term_table, worker
from importers.admin.process import Pulse
from importers.models import ImportedItem, ImportRun, RunStage, RunState
from news.models import ArticleIndexPage, ArticlePage
from tests.importers.admin.working import work
from tests.importers.wordpress.exports import category, export, item, write

PORTS = ("category", "ports", "Ports")


def posts(number, **fields):
    return [item(pk, f"Post {pk}", f"<p>{pk}</p>", slug=f"p{pk}", terms=[PORTS], **fields)
            for pk in range(1, number + 1)]  # fmt: skip


def several(tmp_path, number=6):
    return write(tmp_path / "old.xml", [export(category("ports", "Ports", 3), *posts(number))])


def stop_after(number):
    """Return a pulse that is asked to stop at an item."""

    class Stopping(Pulse):
        def check(self):
            self.is_stopping = self.done > number
            super().check()

    return Stopping


def test_dry_run_writes_nothing_and_proposes_a_table(run_of, export_file):
    run = work(run_of(export_file))
    assert (run.state, run.stage, run.lock) == (RunState.DONE, RunStage.CHECK, None)
    assert not ArticlePage.objects.exists()
    assert not ImportedItem.objects.exists()
    assert run.site == "old.example"
    assert run.title == "Old site"
    rows = term_table.rows_of(run)
    assert [row.posts for row in rows] == sorted((row.posts for row in rows), reverse=True)
    assert {(row.slug, row.becomes) for row in rows} >= {
        ("interviews", "format"),
        ("uncategorized", "nothing"),
        ("ports", "topic"),
    }
    assert run.done == run.total > 0
    assert [name for name in files.REPORTS if files.report_file(run, name).exists()] == [
        "report.html",
        "report.json",
    ]


def test_import_uses_the_choices(run_of, export_file):
    run = work(run_of(export_file))
    number = next(i for i, row in enumerate(run.table) if row[1] == "ports")
    run.table[number][4:] = ["section", "Harbours"]
    run.save()
    run = work(run, RunStage.IMPORT)
    assert run.state == RunState.DONE
    section = ArticleIndexPage.objects.get(title="Harbours")
    assert ArticlePage.objects.get(title="First & foremost").is_child_of(section)
    assert run.summary["unaccounted"] == {}
    assert "Old address" in files.report_file(run, "redirects.csv").read_text("utf-8-sig")


def test_choices_of_an_earlier_import_are_proposed_again(run_of, tmp_path):
    run = work(run_of(several(tmp_path)))
    run.table[0][4:] = ["section", "Harbours"]
    run.save()
    other = ImportRun.objects.create(software="wordpress", files=run.files, options=run.options)
    assert work(other).table == run.table


def test_stopped_import_goes_on_where_it_stopped(run_of, tmp_path):
    run = work(run_of(several(tmp_path)))
    run = work(run, RunStage.IMPORT, stop_after(3))
    assert (run.state, run.lock) == (RunState.STOPPED, None)
    assert ArticlePage.objects.count() == 3
    assert run.done == 4
    run = work(run, RunStage.IMPORT)
    assert run.state == RunState.DONE
    assert ArticlePage.objects.count() == 6
    assert ("post", 6, [("created", 6)]) in outcome.kind_rows(run)


def test_item_that_is_updated_after_a_stop_counts_as_created(run_of, tmp_path):
    link = '<p><a href="https://old.example/2019/05/p2/">later</a></p>'
    path = write(tmp_path / "old.xml", [export(
        item(1, "One", link, slug="p1"), item(2, "Two", "<p>x</p>", slug="p2"),
    )])  # fmt: skip
    run = work(run_of(path))
    work(run, RunStage.IMPORT, stop_after(1))
    run = work(run, RunStage.IMPORT)
    assert ("post", 2, [("created", 2)]) in outcome.kind_rows(run)


def test_entries_say_created_for_items_of_all_attempts(run_of, tmp_path):
    path = write(tmp_path / "old.xml", [export(*(
        item(pk, f"Post {pk}", "<form>x</form>", slug=f"p{pk}")
        for pk in (1, 2)
    ))])  # fmt: skip
    run = run_of(path, media="")
    work(run, RunStage.IMPORT, stop_after(1))
    run = work(run, RunStage.IMPORT)
    found = {(entry["title"], entry["outcome"]) for entry in outcome.entries(run)}
    assert found == {("Post 1", "created"), ("Post 2", "created")}


def test_second_import_counts_what_is_unchanged(done):
    again = work(
        ImportRun.objects.create(software="wordpress", files=done.files, options=done.options)
    )
    again = work(again, RunStage.IMPORT)
    counts = {row.kind: dict(row.counts) for row in outcome.kind_rows(again)}
    assert "created" not in counts["post"]
    assert counts["post"]["unchanged"] > 0


def test_names_of_all_attempts_are_proposed(run_of, tmp_path):
    path = write(tmp_path / "old.xml", [export(*(
        item(pk, f"Post {pk}", "<p>x</p>", excerpt=f"By Ada Lovelace on {pk}.") for pk in (1, 2, 3)
    ))])  # fmt: skip
    run = run_of(path)
    work(run, RunStage.IMPORT, stop_after(1))
    run = work(run, RunStage.IMPORT)
    assert [row[0] for row in run.proposals] == ["Post 1", "Post 2", "Post 3"]


@pytest.mark.parametrize("content", ["", "<rss></rss>", "nothing", "<html><p>Hello</p></html>"])
def test_file_that_is_no_export(run_of, tmp_path, content):
    path = tmp_path / "other.xml"
    path.write_text(content)
    run = work(run_of(path))
    assert (run.state, run.lock) == (RunState.FAILED, None)
    assert run.error
    assert str(tmp_path) not in run.error
    assert "Traceback" not in run.error


def test_file_that_is_gone(run_of, export_file, folder):
    run = run_of(export_file)
    (folder / "old.xml").unlink()
    assert work(run).error == "“old.xml” is not in the folder of imports any more."


def test_full_disk(run_of, export_file, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(worker, "write_private", fail)
    run = work(run_of(export_file))
    assert run.state == RunState.FAILED
    assert run.error == "The disk of the server is full. Make room, then try again."


def test_error_of_the_importer_is_logged_and_gives_the_lock_back(run_of, export_file, monkeypatch):
    monkeypatch.setattr(worker.job, "count", lambda *_: 1 / 0)
    run = work(run_of(export_file))
    assert (run.state, run.lock) == (RunState.FAILED, None)
    assert "The log of the site says why" in run.error


def test_run_that_another_process_has_is_not_overwritten(run_of, tmp_path):
    run = work(run_of(several(tmp_path)))

    class Lost(Pulse):
        def check(self):
            if self.done == 3:
                self.rows.update(token="another")
                self.beat()
            super().check()

    run = work(run, RunStage.IMPORT, Lost)
    assert (run.token, run.lock, run.state) == ("another", True, RunState.RUNNING)
    assert run.summary == {}


def test_media_of_a_folder(run_of, export_file, uploads, folder):
    uploads.rename(folder / "uploads")
    run = work(run_of(export_file, media="folder", media_folder="uploads"), RunStage.IMPORT)
    counts = {row.kind: dict(row.counts) for row in outcome.kind_rows(run)}
    assert counts["attachment"]["created"] == 2


def test_report_keeps_hostile_titles_as_text(run_of, tmp_path):
    title = "<script>alert(1)</script>"
    path = write(tmp_path / "old.xml", [export(item(1, title, "<p>x</p>", status="trash"))])
    run = work(run_of(path))
    assert "<script>" not in files.report_file(run, "report.html").read_text()
    assert json.loads(files.report_file(run, "report.json").read_text())["entries"]
    assert Contributor.objects.count() == 0
