"""An import that is killed at any moment goes on where it was: the end is the same."""

import os
import random
import signal
import subprocess
import sys
import time

from django.db import connection, transaction

from importers.models import ImportedItem
from site_config.settings.environment import PROJECT
from tests.importers.wordpress.exports import generated, write
from tests.importers.wordpress.import_helpers import move_in, snapshot

MOMENTS = 20


class Killed(KeyboardInterrupt):
    """What no code catches, as it catches no SIGKILL."""


class UndoneError(Exception):
    """Takes back what a run did."""


def after(number):
    """Return what ends everything at a statement of the database, by its number."""
    left = number

    def execute(run, sql, params, many, context):
        nonlocal left
        left -= 1
        if left == -1:  # Once: what is rolled back then is rolled back by the database.
            raise Killed
        return run(sql, params, many, context)

    return execute


def counting(counted):
    def execute(run, sql, params, many, context):
        counted.append(1)
        return run(sql, params, many, context)

    return execute


def run(old, uploads):
    """Return what a whole run makes, and take it back again."""
    try:
        with transaction.atomic():
            move_in(old, media=uploads)
            found = snapshot()
            raise UndoneError
    except UndoneError:
        return found


def killed_run(old, uploads, moment):
    """Return what a run makes that was killed and called again."""
    try:
        with transaction.atomic():
            try:
                with transaction.atomic(savepoint=False), connection.execute_wrapper(after(moment)):
                    move_in(old, media=uploads)
            except Killed:
                pass
            connection.set_rollback(False)
            move_in(old, media=uploads)
            assert not ImportedItem.objects.filter(is_indexed=False).exists()
            found = snapshot()
            raise UndoneError
    except UndoneError:
        return found


def test_killed_at_twenty_moments_it_ends_as_if_it_was_not(site, old, uploads):
    counted = []
    with connection.execute_wrapper(counting(counted)):
        clean = run(old, uploads)
    rng = random.Random(7)  # noqa: S311
    moments = sorted(rng.randrange(1, len(counted)) for _ in range(MOMENTS))
    for moment in moments:
        found = killed_run(old, uploads, moment)
        for name, rows in clean.items():
            assert found[name] == rows, moment


def test_killed_by_the_system_it_goes_on(tmp_path):
    """A process of its own, on a database of its own, ended with SIGKILL three times."""
    file = write(tmp_path / "old.xml", generated(60))
    environment = os.environ | {
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "site_config.settings.base",
        "SECRET_KEY": "x" * 50,
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "EMAIL_URL": "dummymail://",
    }

    def manage(*command, **options):
        return subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=PROJECT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options,
        )  # fmt: skip

    manage("setup", "--no-demo").communicate()
    command = ("import_wordpress", str(file), "--report", str(tmp_path / "report.html"))
    for seconds in (1.3, 1.6, 1.9):
        process = manage(*command)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    last = manage(*command)
    told = last.communicate()[0]
    assert last.returncode == 0, told
    again = manage(*command)
    assert "60 unchanged" in again.communicate()[0]
    assert "agrees with all" in manage("check_search", "--dry-run").communicate()[0]
