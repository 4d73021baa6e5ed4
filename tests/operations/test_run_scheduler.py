"""Scheduled commands run beside the server."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from wagtail.models import Revision

from operations.management.commands import run_scheduler
from operations.models import TaskRun
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


@pytest.mark.django_db
def test_failure_is_logged_and_tried_again(run_rounds, monkeypatch, caplog):
    commands = []

    def fail(name, **_options):
        commands.append(name)
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(run_scheduler, "call_command", fail)
    run_rounds(3)
    frequent = [*run_scheduler.FREQUENT] * 2
    assert commands == [*run_scheduler.FREQUENT, *run_scheduler.DAILY, *frequent]
    assert caplog.text.count("RuntimeError: The disk is full.") == len(commands)
    assert {run.message for run in TaskRun.objects.filter(name__in=commands)} == {
        "The disk is full."
    }
    TaskRun.objects.update(failed_at=now() - timedelta(hours=2))
    run_rounds(1)
    assert commands[-len(run_scheduler.DAILY) :] == [*run_scheduler.DAILY]


@pytest.mark.django_db
def test_daily_commands_run_once_a_day(run_rounds, monkeypatch, settings):
    commands = []
    monkeypatch.setattr(run_scheduler, "call_command", lambda name, **_: commands.append(name))
    settings.BACKUP_DIR = "/backups"
    run_rounds(3)
    daily = [*run_scheduler.DAILY, "backup"]
    assert [commands.count(name) for name in daily] == [1] * len(daily)
    TaskRun.objects.update(succeeded_at=now() - timedelta(days=1))
    run_rounds(1)  # also after a restart
    assert [commands.count(name) for name in daily] == [2] * len(daily)


@pytest.mark.django_db
def test_last_run_is_recorded(run_rounds):
    run_rounds(1)
    assert TaskRun.objects.get(name=run_scheduler.HEARTBEAT).succeeded_at


def test_loop_ends_with_its_parent_process(run_rounds, monkeypatch):
    monkeypatch.setattr(
        run_scheduler, "call_command", lambda name, **_: pytest.fail("The loop did not end.")
    )
    run_rounds(0)


def test_keyboard_interrupt_ends_the_loop(monkeypatch):
    def interrupt(name, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(run_scheduler, "call_command", interrupt)
    call_command("run_scheduler")
