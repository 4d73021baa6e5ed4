"""Pages appear and leave at their time without a timer of the system."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from wagtail.models import Revision

from editorial.management.commands import run_scheduler
from tests import factories


@pytest.fixture
def rounds(monkeypatch):
    """Let the loop look so many times, then end its parent."""

    def run(count):
        parents = iter([1] * (count + 1))
        monkeypatch.setattr(run_scheduler.os, "getppid", lambda: next(parents, 0))
        monkeypatch.setattr(run_scheduler.time, "sleep", lambda seconds: None)
        monkeypatch.setattr(run_scheduler, "close_old_connections", lambda: None)
        call_command("run_scheduler")

    return run


def test_pages_appear_and_leave_at_their_time(site_tree, rounds):
    later = now() + timedelta(hours=1)
    due = factories.ArticlePageFactory(parent=site_tree.section, live=False, go_live_at=later)
    due.save_revision().publish()
    past = now() - timedelta(seconds=1)
    for revision in Revision.objects.all():
        revision.content["go_live_at"] = past.isoformat()
        revision.save(update_fields=["content"])
    Revision.objects.update(approved_go_live_at=past)
    over = factories.ArticlePageFactory(parent=site_tree.section, expire_at=past)
    rounds(1)
    due.refresh_from_db()
    over.refresh_from_db()
    assert (due.live, over.live) == (True, False)


def test_a_look_that_fails_is_written_down_and_the_next_follows(rounds, monkeypatch, caplog):
    looks = []

    def fail(name):
        looks.append(name)
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(run_scheduler, "call_command", fail)
    rounds(3)
    assert looks == [*run_scheduler.OFTEN, *run_scheduler.DAILY] * 3
    assert caplog.text.count("RuntimeError: The disk is full.") == len(looks)


def test_what_is_daily_is_done_once_a_day(rounds, monkeypatch):
    looks = []
    monkeypatch.setattr(run_scheduler, "call_command", looks.append)
    rounds(3)
    assert [looks.count(name) for name in run_scheduler.DAILY] == [1, 1]


def test_loop_ends_with_its_server(rounds, monkeypatch):
    monkeypatch.setattr(run_scheduler, "call_command", lambda name: pytest.fail("It went on."))
    rounds(0)


def test_interruption_ends_it_quietly(monkeypatch):
    def interrupt(name):
        raise KeyboardInterrupt

    monkeypatch.setattr(run_scheduler, "call_command", interrupt)
    call_command("run_scheduler")
