"""Start, watch and stop the process that works on a run.

At most one run is at work: the database lets only one row have `lock`. Its process writes a
heartbeat each second. One that has been silent for longer than SILENCE has lost the run, and ends
as soon as it notices.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db import Error, IntegrityError, connection, transaction
from django.utils.timezone import now

from importers.models import SILENCE, ImportRun, RunStage, RunState

log = logging.getLogger(__name__)

INTERVAL = 1.0  # seconds
# After which a process is interrupted that does not come to the next item.
GRACE = 10.0
ATTEMPTS = 30


class RunBusyError(Exception):
    """Another run is at work, or another process on this run."""


class RunStoppedError(Exception):
    """The run is to stop, or it has been lost to another process."""


def claim(run: ImportRun, stage: RunStage) -> None:
    """Take the lock for a stage of a run; raise RunBusyError."""
    free_lost_runs()
    values = {
        "lock": True,
        "stage": stage,
        "state": RunState.RUNNING,
        "token": "",
        "heartbeat": now(),
        "started_at": now(),
        "ended_at": None,
        "error": "",
        "activity": "",
        "done": 0,
        "total": 0,
    }
    if stage != run.stage or run.state == RunState.DONE:
        values["summary"] = {}  # It is the result of an earlier stage, or of an earlier import.
    try:
        with transaction.atomic():
            claimed = ImportRun.objects.filter(pk=run.pk, lock=None).update(**values)
    except IntegrityError as error:
        raise RunBusyError from error
    if not claimed:
        raise RunBusyError
    run.refresh_from_db()


def free_lost_runs() -> None:
    """Take the lock from a run whose process was killed."""
    lost = ImportRun.objects.filter(lock=True, heartbeat__lt=now() - SILENCE)
    lost.update(lock=None, token="", state=RunState.INTERRUPTED)


def at_work() -> ImportRun | None:
    """Return the run that a process works on, if there is one."""
    found = ImportRun.objects.filter(lock=True).first()
    return found if found and found.is_active else None


def launch(run: ImportRun) -> None:
    """Start the process for a run that was claimed, apart from the server; raise OSError."""
    command = [sys.executable, "manage.py", "run_import", str(run.pk)]
    process = subprocess.Popen(  # noqa: S603
        command,
        cwd=settings.PROJECT,
        env=os.environ.copy(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Its parent has to wait for it, or it stays as a zombie.
    threading.Thread(target=process.wait, daemon=True).start()


def ask_to_stop(run: ImportRun) -> bool:
    """Ask the process of a run to stop; return whether there is one."""
    running = ImportRun.objects.filter(pk=run.pk, lock=True, state=RunState.RUNNING)
    return bool(running.update(state=RunState.STOPPING))


def take(run: ImportRun) -> str:
    """Let this process work on a run that was claimed; return its token. Raise RunBusyError."""
    token = uuid.uuid4().hex
    waiting = ImportRun.objects.filter(pk=run.pk, lock=True, token="")
    if not waiting.update(token=token, heartbeat=now()):
        raise RunBusyError
    run.refresh_from_db()
    return token


class Pulse:
    """Writes the progress of a run once a second, and learns whether it is to stop.

    A thread of the import's own process does so: an item may take minutes, in which nothing else
    shows that the process is alive. Errors of the database are ignored; the next second comes.
    """

    def __init__(self, run: ImportRun, token: str) -> None:
        self.rows = ImportRun.objects.filter(pk=run.pk, token=token, lock=True)
        self.done, self.total, self.activity = 0, 0, ""
        self.is_stopping = False
        # Whether another process has the run, because this one was silent for too long.
        self.is_lost = False
        self._stopping_since: float | None = None
        self._ended = threading.Event()

    def say(self, activity: str) -> None:
        """Set what the process does now."""
        self.activity = activity

    def advance(self, kind: str, number: int) -> None:
        """Count items; raise RunStoppedError if the run is to stop."""
        self.done += number
        self.activity = kind
        self.check()

    def check(self) -> None:
        """Raise RunStoppedError if the run is to stop."""
        if self.is_stopping:
            raise RunStoppedError

    def beat(self) -> None:
        """Write the progress, and read whether the run is to stop."""
        values = {"done": self.done, "total": self.total, "activity": self.activity[:200]}
        try:
            is_ours = self.rows.update(heartbeat=now(), **values)
            state = self.rows.values_list("state", flat=True).first()
        except Error:
            log.info("The progress was not written.", exc_info=True)
            return
        self.is_lost = not is_ours
        self.is_stopping = self.is_lost or state == RunState.STOPPING

    @contextlib.contextmanager
    def beating(self) -> Iterator[None]:
        """Write the progress once a second, and interrupt what takes too long to stop."""
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join(timeout=INTERVAL)

    def _run(self) -> None:
        try:
            while not self._ended.wait(INTERVAL):
                self.beat()
                self._insist()
        finally:
            connection.close()

    def _insist(self) -> None:
        """Interrupt the main thread if it has not stopped in time."""
        if not self.is_stopping:
            return
        self._stopping_since = self._stopping_since or time.monotonic()
        if time.monotonic() - self._stopping_since > GRACE and not self._ended.is_set():
            self._stopping_since = time.monotonic()
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    def finish(self, state: RunState, **values: object) -> bool:
        """Store the outcome and give the lock back; return whether the run was still ours."""
        values |= {"state": state, "lock": None, "token": "", "ended_at": now()}
        values |= {"done": self.done, "total": self.total, "activity": ""}
        for attempt in range(ATTEMPTS):
            try:
                return bool(self.rows.update(**values))
            except Error:
                if attempt == ATTEMPTS - 1:
                    raise
                log.warning("The outcome of the import was not written yet.", exc_info=True)
                connection.close()
                time.sleep(INTERVAL)
        return False
