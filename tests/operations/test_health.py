"""What `/healthz`, `/readyz` and the state of the site say."""

import json
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.utils.timezone import now

from editorial.models import UndeliveredMail
from operations import checks, health
from operations.checks import HealthLevel, run_checks
from operations.health import HealthChecks
from operations.management.commands.run_scheduler import HEARTBEAT
from operations.models import TaskRun
from tests.letters.mailings import create_mailing

LOCAL = {"REMOTE_ADDR": "127.0.0.1"}


def ask(path, method="get", **environ):
    """Return the status and the JSON of a response, or None if the application answers."""
    started = []
    application = HealthChecks(lambda _environ, _start: [b"the application"])
    request = getattr(RequestFactory(), method)(path, **environ)
    body = b"".join(application(request.environ, lambda *args: started.append(args)))
    if not started:
        return None
    return started[0][0][:3], json.loads(body) if body else None


@pytest.fixture
def good_state(db, settings, tmp_path):
    """A site in which everything works."""
    settings.MEDIA_ROOT = tmp_path
    TaskRun.record_success(HEARTBEAT)
    TaskRun.record_success("backup")


@pytest.fixture(autouse=True)
def ask_anew(monkeypatch):
    """Keep no answer from one test to the next."""
    monkeypatch.setattr(health, "_last", [-health.KEEP_SECONDS - 1, None])


def levels():
    return {result.name: result.level for result in run_checks()}


def test_process_is_alive_without_a_database(monkeypatch):
    assert ask("/healthz", HTTP_HOST="anything") == ("200", {"status": "ok"})
    assert ask("/healthz", "head") == ("200", None)
    assert ask("/healthz", "post") is None
    assert ask("/healthz/") is None


@pytest.mark.usefixtures("good_state")
def test_ready():
    status, state = ask("/readyz", HTTP_HOST="anything", **LOCAL)
    assert (status, state["status"]) == ("200", "ok")
    assert {each["level"] for each in state["checks"].values()} == {"good"}


@pytest.mark.usefixtures("good_state")
@pytest.mark.parametrize(
    "environ",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": ""},
        {**LOCAL, "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    ],
)
def test_others_learn_only_whether_the_site_is_ready(environ):
    assert ask("/readyz", **environ) == ("200", {"status": "ok"})


@pytest.mark.usefixtures("good_state")
def test_database_that_does_not_answer(monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", fail)
        patch.setattr(connection, "close", lambda: None)
        status, state = ask("/readyz", **LOCAL)
    assert status == "503"
    assert list(state["checks"]) == ["database"]
    assert "connection refused" in state["checks"]["database"]["message"]


@pytest.mark.usefixtures("good_state")
def test_missing_migration(monkeypatch):
    monkeypatch.setattr(checks, "missing_migrations", lambda: ["news.0009_later"])
    assert levels()["migrations"] is HealthLevel.FAILING
    monkeypatch.setattr(checks, "missing_migrations", list)
    monkeypatch.setattr(checks, "missing_columns", lambda: ["news_articlepage.title"])
    assert levels()["migrations"] is HealthLevel.FAILING


@pytest.mark.usefixtures("good_state")
@pytest.mark.parametrize(
    ("free", "level"),
    [(10**7, HealthLevel.FAILING), (5 * 10**8, HealthLevel.ATTENTION), (10**11, HealthLevel.GOOD)],
)
def test_full_disk(monkeypatch, free, level):
    usage = checks.shutil.disk_usage("/")
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda path: usage._replace(free=free))
    assert levels()["disk"] is level


@pytest.mark.usefixtures("good_state", "site_tree")
def test_media_that_are_away(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "gone"
    assert levels()["files"] is HealthLevel.FAILING
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.usefixtures("good_state")
def test_cache_server_that_is_away(monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(type(caches["default"]), "get", fail)
    assert levels()["cache"] is HealthLevel.ATTENTION
    assert ask("/readyz", **LOCAL)[0] == "200"  # Pages only take longer.


@pytest.mark.usefixtures("good_state")
def test_late_scheduler_backup_and_mail():
    TaskRun.objects.update(succeeded_at=now() - timedelta(days=3))
    UndeliveredMail.objects.create(subject="a", recipients="b", reason="refused", attempts=2)
    found = {result.name: result for result in run_checks() if result.level}
    assert set(found) == {"scheduler", "backup", "mail"}
    assert all(result.level is HealthLevel.ATTENTION and result.advice for result in found.values())
    assert "3 days ago" in found["backup"].sentence
    TaskRun.objects.all().delete()
    assert "never" in {result.name: result.sentence for result in run_checks()}["backup"]


@pytest.mark.usefixtures("good_state")
def test_letter_that_is_not_sent():
    mailing = create_mailing(1)
    assert levels()["mail"] is HealthLevel.GOOD
    mailing.stop("The server is full.")
    found = {result.name: result for result in run_checks()}["mail"]
    assert found.sentence == "“The tide turns” is not being sent: The server is full."
    assert found.level is HealthLevel.ATTENTION


@pytest.mark.usefixtures("good_state")
def test_periodic_task_that_fails():
    TaskRun.record_failure("prune_revisions", "The table is locked.")
    found = {result.name: result for result in run_checks() if result.level}
    assert set(found) == {"scheduler"}
    assert "The table is locked." in found["scheduler"].sentence
    TaskRun.record_success("prune_revisions")
    assert not any(result.level for result in run_checks())


@pytest.mark.usefixtures("good_state")
def test_state_in_the_admin(admin_client):
    assert "Everything works." in admin_client.get("/admin/reports/state/").content.decode()
    TaskRun.objects.all().delete()
    html = admin_client.get("/admin/reports/state/").content.decode()
    assert "Everything works." not in html
    assert "Set BACKUP_DIR for a daily backup" in html
