"""Real faults of a running site: what readers and editors get, and what is stored."""

import time

import pytest

from tests.databases import is_postgresql
from tests.journeys.server import served
from tests.operations import faults
from tests.operations.browser import Browser

pytestmark = pytest.mark.slow


@pytest.fixture
def reader(small_site):
    """A reader of the small_site, which is served as `make run` does."""
    url = small_site.environment["BASE_URL"]
    with served(small_site.environment, url.rpartition(":")[2], workers=1):
        yield Browser(url)


def heals(reader, path):
    """Return whether a page answers within some seconds."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if reader.get(path)[0] == 200:
            return True
        time.sleep(0.5)
    return False


def test_database_away(small_site, reader):
    kept, other = "/news/article-a-1/", "/news/article-a-2/"
    _status, before = reader.get(kept)
    assert reader.ready()[0] == 200
    with faults.database_away(small_site):
        assert reader.get(kept) == (200, before)
        status, text = reader.get(other)
        assert status == 503
        assert "Please try again in a minute" in text
        assert "The database of the site does not answer." in text
        assert reader.get("/admin/accounts/login/")[0] == 503
        status, checks = reader.ready()
        assert (status, checks["database"]["level"]) == (503, "failing")
        assert reader.get("/healthz")[0] == 200
    assert heals(reader, other)
    assert reader.get("/admin/accounts/login/")[0] == 200
    assert reader.ready()[0] == 200


def test_database_read_only(small_site, reader):
    editor = Browser(reader.url)
    editor.sign_in()
    before = small_site.content()
    with faults.database_read_only(small_site):
        assert reader.get("/news/article-a-1/")[0] == 200
        assert reader.get("/search/?q=nothingness")[0] == 200
        status, text = editor.get("/admin/editing-session/")
        assert status == 503
        assert "nothing can be saved at the moment" in text
    assert heals(editor, "/admin/")
    assert editor.get("/admin/editing-session/")[0] == 200
    assert small_site.content() == before


def test_deleted_database_is_noticed(small_site, reader):
    """The server does not go on with a file that was deleted, nor make an empty one."""
    assert reader.get("/news/article-a-1/")[0] == 200
    with faults.database_deleted(small_site):
        assert reader.get("/news/article-a-2/")[0] == 503
        assert reader.get("/news/article-a-1/")[0] == 200
        time.sleep(1.5)
        assert reader.get("/news/article-a-2/")[0] == 503
    assert heals(reader, "/news/article-a-2/")
    small_site.fill("1", "later")
    assert reader.get("/news/article-later-0/")[0] == 200


def test_media_away(small_site, reader):
    aside = small_site.media.with_name("media.aside")
    small_site.media.rename(aside)
    assert reader.get("/news/article-a-1/")[0] == 200
    assert reader.get("/")[0] == 200
    status, checks = reader.ready()
    assert (status, checks["files"]["level"]) == (503, "failing")
    assert not small_site.media.exists()
    aside.rename(small_site.media)
    assert reader.ready()[0] == 200
    assert reader.get("/news/article-a-2/")[0] == 200
    assert "<picture" in reader.get("/news/article-a-2/")[1]


def test_restored_pages_are_shown_at_once(small_site, reader):
    """Pages cached since the backup are not served under the number that came back with it."""
    backup = small_site.manage("backup", str(small_site.folder / "backups")).splitlines()[-1]
    for title in ("Second", "Third", "Fourth"):
        change = f"""
from news.models import ArticlePage
page = ArticlePage.objects.get(slug="article-a-1")
page.title = "{title}"
page.save_revision().publish()
"""
        small_site.manage("shell", "-v", "0", "-c", change)
        assert title in reader.get("/news/article-a-1/")[1]
    small_site.manage("restore", backup, "--replace")
    assert "Article a-1" in reader.get("/news/article-a-1/")[1]
    assert "Fourth" not in reader.get("/news/article-a-1/")[1]


def test_page_taken_off_by_another_process_is_not_kept(small_site):
    """A worker that had no request since has the page, and may not serve it."""
    url = small_site.environment["BASE_URL"]
    with served(small_site.environment, url.rpartition(":")[2], workers=2):
        reader = Browser(url)
        for _ in range(30):
            assert reader.get("/news/article-a-1/")[0] == 200
        small_site.manage(
            *("shell", "-v", "0", "-c"),
            "from news.models import ArticlePage\n"
            "ArticlePage.objects.get(slug='article-a-1').unpublish()",
        )
        with faults.database_away(small_site):
            assert {reader.get("/news/article-a-1/")[0] for _ in range(30)} == {503}
        assert heals(reader, "/news/article-a-2/")
        assert reader.get("/news/article-a-1/")[0] == 404


def test_slow_database(small_site, reader):
    """A table that is locked for minutes: no request waits for so long, and the rest goes on."""
    kept = "/news/article-a-1/"
    assert reader.get(kept)[0] == 200
    with faults.table_locked(small_site):
        started = time.monotonic()
        status = reader.get("/news/article-a-2/")[0]
        assert status == (503 if is_postgresql() else 200)  # SQLite's readers wait for no one.
        assert time.monotonic() - started < 25
        assert reader.get(kept)[0] == 200
    assert reader.get("/news/article-a-2/")[0] == 200
