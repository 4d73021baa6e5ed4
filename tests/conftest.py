import re
import socket
from datetime import date, time
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings
from wagtail.models import Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from editorial.models import ModerationSettings
from home.models import HomePage
from tests import factories
from tests.access import member
from tests.databases import migrated_database, shared_folder
from tests.filled import fill
from tests.site_tree import create_site_tree, raw_body
from tests.snapshot import Snapshot

# Machines of continuous integration are slow, and a failure there must be repeatable.
settings.register_profile(
    "tests", deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
settings.load_profile("tests")

ADDRESS = re.compile(r"[\d.]+|[\da-fA-F:.%]*:[\da-fA-F:.%]*")


def pytest_addoption(parser):
    only = "leave out the tests that are the same on every database"
    parser.addoption("--only-database", action="store_true", help=only)


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--only-database"):
        return
    left_out = [item for item in items if not uses_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if uses_database(item)]


def uses_database(item):
    if item.get_closest_marker("once"):
        return False
    return "db" in item.fixturenames or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_setup(tmp_path_factory, worker_id, django_test_environment, django_db_blocker):
    """Give every worker a copy of one migrated database, in place of pytest-django's own setup."""
    folder = shared_folder(tmp_path_factory, worker_id)
    with django_db_blocker.unblock(), migrated_database(folder):
        yield


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """No test asks another host for anything."""

    resolve = socket.getaddrinfo

    def only_here(host, *args, **kwargs):
        if not (host is None or host == "localhost" or ADDRESS.fullmatch(str(host))):
            raise OSError("The tests run without a network.")
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", only_here)


@pytest.fixture(autouse=True)
def nothing_kept(settings):
    """Clear the caches and the counters."""
    for kept in caches.all():
        kept.clear()
    Path(settings.COUNTERS_FILE).unlink(missing_ok=True)


@pytest.fixture
def rate_limits(settings):
    """Limit the requests of a client as in production."""
    settings.RATE_LIMITS = settings.PRODUCTION_RATE_LIMITS
    return settings.RATE_LIMITS


@pytest.fixture
def home(db):
    """The empty front page that the migrations make."""
    return HomePage.objects.get()


@pytest.fixture
def site(home):
    return Site.objects.get()


@pytest.fixture(scope="session")
def site_snapshot():
    return Snapshot(create_site_tree)


@pytest.fixture
def site_tree(home, site_snapshot):
    """A live page of every type, each with everything it can hold."""
    with disable_reference_index_auto_update():  # half of the time, and no test asks for it
        return site_snapshot.get(home)


@pytest.fixture(scope="session")
def filled_snapshot():
    return Snapshot(lambda home: fill(create_site_tree(home)))


@pytest.fixture
def filled_tree(home, filled_snapshot):
    """A live page of every type; every block and every kind of row holds something."""
    with disable_reference_index_auto_update():
        return filled_snapshot.get(home)


@pytest.fixture
def editor(db):
    return member("editor", "Editors")


@pytest.fixture
def moderator(db):
    return member("moderator", "Moderators")


@pytest.fixture
def single_editor_site(site):
    """A publication of one person, who publishes what they wrote themselves."""
    return ModerationSettings.objects.create(site=site, one_person=True)


@pytest.fixture
def approve_only_site(site):
    return ModerationSettings.objects.create(site=site, approve_only=True)


@pytest.fixture
def news(home):
    return factories.ArticleIndexPageFactory(parent=home, title="News", slug="news")


@pytest.fixture
def draft_article(news, editor):
    """A draft that the editor wrote."""
    page = factories.ArticlePageFactory(
        parent=news,
        title="Draft",
        live=False,
        owner=editor,
        body=raw_body(("paragraph", "<p>A</p>")),
    )
    page.save_revision(user=editor)
    return page


@pytest.fixture
def weekly(home):
    """An event on ten Mondays at seven, from 4 January 2027."""
    return factories.EventPageFactory(
        parent=factories.EventIndexPageFactory(parent=home, title="Events", slug="events"),
        title="Weekly",
        start_date=date(2027, 1, 4),
        start_time=time(19),
        end_time=time(21),
        repeats="weekly",
        repeat_count=10,
    )


@pytest.fixture
def second_moderator(db):
    return member("second", "Moderators")


@pytest.fixture
def count(client):
    def count_queries(address):
        assert client.get(address).status_code == 200  # and warms what is kept in memory
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    return count_queries


@pytest.fixture
def get(client):
    """Get a page as an anonymous reader, and return its text."""

    def get_text(address, status=200):
        response = client.get(address)
        assert response.status_code == status, address
        if response.streaming:  # a file, read to its end
            b"".join(response.streaming_content)
            return ""
        return response.content.decode()

    return get_text


def pytest_terminal_summary(terminalreporter):
    """Print what tests measured, whichever process ran them."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, text in report.user_properties:
            if name == "report" and report.when == "call":
                terminalreporter.write_line(f"\n{text}")
