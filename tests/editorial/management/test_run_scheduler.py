"""Scheduled commands run beside the server."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from wagtail.models import Revision

from editorial.management.commands import run_scheduler
from tests import factories


@pytest.fixture
def run_rounds(monkeypatch):
    """Run the loop a number of times, then end its parent process."""

    def run(count):
        parents = iter([1] * (count + 1))
        monkeypatch.setattr(run_scheduler.os, "getppid", lambda: next(parents, 0))
        monkeypatch.setattr(run_scheduler.time, "sleep", lambda seconds: None)
        monkeypatch.setattr(run_scheduler, "close_old_connections", lambda: None)
        call_command("run_scheduler")

    return run


def test_pages_are_published_and_expired(site_tree, run_rounds):
    later = now() + timedelta(hours=1)
    due = factories.ArticlePageFactory(parent=site_tree.section, live=False, go_live_at=later)
    due.save_revision().publish()
    past = now() - timedelta(seconds=1)
    for revision in Revision.objects.all():
        revision.content["go_live_at"] = past.isoformat()
        revision.save(update_fields=["content"])
    Revision.objects.update(approved_go_live_at=past)
    expired = factories.ArticlePageFactory(parent=site_tree.section, expire_at=past)
    run_rounds(1)
    due.refresh_from_db()
    expired.refresh_from_db()
    assert (due.live, expired.live) == (True, False)


def test_failure_is_logged_and_tried_again(run_rounds, monkeypatch, caplog):
    commands = []

    def fail(name):
        commands.append(name)
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(run_scheduler, "call_command", fail)
    run_rounds(3)
    assert commands == [*run_scheduler.FREQUENT, *run_scheduler.DAILY] * 3
    assert caplog.text.count("RuntimeError: The disk is full.") == len(commands)


def test_daily_commands_run_once_a_day(run_rounds, monkeypatch):
    commands = []
    monkeypatch.setattr(run_scheduler, "call_command", commands.append)
    run_rounds(3)
    assert [commands.count(name) for name in run_scheduler.DAILY] == [1] * len(run_scheduler.DAILY)


def test_loop_ends_with_its_parent_process(run_rounds, monkeypatch):
    monkeypatch.setattr(
        run_scheduler, "call_command", lambda name: pytest.fail("The loop did not end.")
    )
    run_rounds(0)


def test_keyboard_interrupt_ends_the_loop(monkeypatch):
    def interrupt(name):
        raise KeyboardInterrupt

    monkeypatch.setattr(run_scheduler, "call_command", interrupt)
    call_command("run_scheduler")
