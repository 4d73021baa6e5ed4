"""kill -9 at random moments: commands leave all or nothing, and go on when they run again."""

import random
import re
import signal
import time

import pytest

from operations.backup.archive import verified_archive
from operations.backup.creation import existing
from tests.book_rows import PRINT, sheet
from tests.kills import KILLS

pytestmark = pytest.mark.slow

START = 0.7  # seconds in which a command only loads its modules


def kill(process, seconds):
    """Kill a process after some time, unless it ends before."""
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.fixture
def moments():
    """Return a function that yields random moments of a command that takes so long."""
    rng = random.Random(23)  # noqa: S311

    def choose(process):
        started = time.monotonic()
        assert process.communicate() is not None
        assert process.returncode == 0
        duration = time.monotonic() - started
        return [rng.uniform(START, duration) for _ in range(KILLS)]

    return choose


def test_backup(small_site, moments):
    folder = small_site.folder / "backups"
    before = small_site.content()
    for moment in moments(small_site.start("backup", str(folder), "--keep", "0")):
        kill(small_site.start("backup", str(folder), "--keep", "0"), moment)
    assert existing(folder)
    for path in existing(folder):
        with verified_archive(path, "backup") as archive:
            assert "settings.json" in archive.names
    small_site.manage("backup", str(folder), "--keep", "2")
    left = sorted(path.name for path in folder.iterdir())
    assert [name[:9] for name in left] == [".lock", "masthead-", "masthead-"]
    assert small_site.content() == before


def test_restore(small_site, moments):
    folder = str(small_site.folder / "backups")
    few = small_site.manage("backup", folder).splitlines()[-1]
    states = [small_site.content()]
    small_site.fill("3", "more")
    many = small_site.manage("backup", folder).splitlines()[-1]
    states.append(small_site.content())
    assert states[0] != states[1]
    files = small_site.files()
    for number, moment in enumerate(moments(small_site.start("restore", many, "--replace"))):
        wanted = (few, many)[number % 2]
        kill(small_site.start("restore", wanted, "--replace"), moment)
        found = small_site.content()
        assert found in states
        # The files of the state that the database has are there.
        assert found == states[0] or files.keys() <= small_site.files().keys()
    small_site.manage("restore", many, "--replace")
    assert small_site.content() == states[1]
    assert small_site.files() == files


def test_spreadsheet_import(small_site, moments, tmp_path):
    rows = [PRINT | {"Title": f"Book {number}", "ISBN": ""} for number in range(12)]
    (tmp_path / "books.csv").write_bytes(sheet(*rows))

    def count():
        return len(small_site.rows()["books_bookpage"])

    for moment in moments(
        small_site.start("import_books", str(tmp_path / "books.csv"), "--dry-run")
    ):
        kill(small_site.start("import_books", str(tmp_path / "books.csv")), moment * 1.5)
        assert count() in {0, 12}
    small_site.run("import_books", str(tmp_path / "books.csv"))
    assert count() == 12


SCHEDULE = """
from datetime import timedelta
from django.utils.timezone import now
from news.models import ArticlePage
from wagtail.models import Revision
for page in ArticlePage.objects.filter(slug__startswith="article-"):
    page.unpublish()
    page.go_live_at = now() + timedelta(hours=1)
    page.save_revision().publish()
for revision in Revision.objects.exclude(approved_go_live_at=None):
    revision.content["go_live_at"] = (now() - timedelta(seconds=1)).isoformat()
    revision.approved_go_live_at = now() - timedelta(seconds=1)
    revision.save()
"""


def test_scheduler(small_site):
    """Each scheduled page is published once, whenever the scheduler was killed."""
    small_site.fill("6", "more")
    small_site.manage("shell", "-v0", "-c", SCHEDULE)
    rng = random.Random(23)  # noqa: S311

    def live():
        return [row for row in small_site.lines()["wagtailcore_page"] if '"live": true' in row]

    before = len(live())
    for _ in range(KILLS):
        kill(small_site.start("run_scheduler"), rng.uniform(START, 2.5))
    small_site.manage("publish_scheduled")
    assert len(live()) == before + 9
    log = small_site.lines()["wagtailcore_pagelogentry"]
    published = [row for row in log if '"action": "wagtail.publish.scheduled"' in row]
    pages = [re.search(r'"page_id": (\d+)', row)[1] for row in published]
    assert len(set(pages)) <= len(pages)
    assert "is up to date" in small_site.manage("check_search", "--dry-run")
