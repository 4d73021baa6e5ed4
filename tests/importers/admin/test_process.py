"""One run at a time, also after a crash; progress that never fails an import."""

import signal
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils.timezone import now

from importers.admin import process
from importers.admin.process import (
    Pulse,
    RunBusyError,
    RunStoppedError,
    ask_to_stop,
    claim,
    launch,
    take,
)
from importers.models import SILENCE, ImportRun, RunStage, RunState

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(db):
    return ImportRun.objects.create(software="wordpress")


@pytest.fixture
def other(db):
    return ImportRun.objects.create(software="wordpress")


def silent(run):
    """Let a run look as if its process was killed."""
    ImportRun.objects.filter(pk=run.pk).update(heartbeat=now() - SILENCE - timedelta(seconds=1))
    run.refresh_from_db()


def test_only_one_run_is_at_work(run, other):
    claim(run, RunStage.CHECK)
    for each in (run, other):
        with pytest.raises(RunBusyError):
            claim(each, RunStage.CHECK)
    other.refresh_from_db()
    assert other.lock is None


def test_two_processes_cannot_have_the_same_run(run):
    claim(run, RunStage.CHECK)
    assert take(run)
    with pytest.raises(RunBusyError):
        take(run)


def test_killed_process_does_not_keep_the_lock(run, other):
    claim(run, RunStage.IMPORT)
    take(run)
    assert (run.status, run.is_active) == (RunState.RUNNING, True)
    silent(run)
    assert (run.status, run.is_active) == (RunState.INTERRUPTED, False)
    claim(other, RunStage.CHECK)
    run.refresh_from_db()
    assert (run.state, run.lock) == (RunState.INTERRUPTED, None)


def test_process_that_wakes_up_too_late_ends(run):
    claim(run, RunStage.IMPORT)
    late = Pulse(run, take(run))
    silent(run)
    claim(run, RunStage.IMPORT)
    new = Pulse(run, take(run))
    late.beat()
    assert late.is_lost
    with pytest.raises(RunStoppedError):
        late.advance("post", 1)
    assert not late.finish(RunState.STOPPED)
    new.beat()
    assert not new.is_stopping
    assert new.finish(RunState.DONE)


def test_progress_is_written_and_a_stop_is_read(run):
    claim(run, RunStage.IMPORT)
    pulse = Pulse(run, take(run))
    pulse.total = 9
    pulse.advance("post", 2)
    pulse.beat()
    run.refresh_from_db()
    assert (run.done, run.total, run.activity) == (2, 9, "post")
    assert ask_to_stop(run)
    assert not ask_to_stop(run)
    pulse.beat()
    with pytest.raises(RunStoppedError):
        pulse.advance("post", 1)


def test_errors_of_the_database_do_not_fail_an_import(run, monkeypatch):
    claim(run, RunStage.IMPORT)
    pulse = Pulse(run, take(run))

    class Away:
        def update(self, **_values):
            raise OperationalError("database is locked")

    rows, pulse.rows = pulse.rows, Away()
    pulse.beat()
    pulse.advance("post", 1)
    waited = []

    def come_back(seconds):
        waited.append(seconds)
        pulse.rows = rows

    monkeypatch.setattr(process.time, "sleep", come_back)
    monkeypatch.setattr(process.connection, "close", lambda: None)
    assert pulse.finish(RunState.DONE)
    assert waited == [process.INTERVAL]


def test_process_that_does_not_come_to_an_end_is_interrupted(run, monkeypatch):
    killed = []
    monkeypatch.setattr(process.signal, "pthread_kill", lambda *call: killed.append(call[1]))
    pulse = Pulse(run, "")
    pulse.is_stopping = True
    pulse._insist()
    assert not killed
    pulse._stopping_since -= process.GRACE + 1
    pulse._insist()
    assert killed == [signal.SIGINT]


def test_process_is_apart_from_the_server(run, monkeypatch, settings):
    started = {}

    class Process:
        def __init__(self, command, **options):
            started.update(options, command=command)

        def wait(self):
            started["waited"] = True

    monkeypatch.setattr(process.subprocess, "Popen", Process)
    launch(run)
    assert started["command"][1:] == ["manage.py", "run_import", str(run.pk)]
    assert started["start_new_session"] is True
    assert started["cwd"] == settings.PROJECT
    assert started["waited"]


def test_command_refuses_a_run_that_works(run, other):
    claim(run, RunStage.CHECK)
    take(run)
    for each in (run, other):
        with pytest.raises(CommandError, match="Only one can run at a time"):
            call_command("run_import", each.pk)
    with pytest.raises(CommandError, match="There is no import 0"):
        call_command("run_import", 0)
