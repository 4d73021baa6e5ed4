"""An import that was killed continues where it stopped, with the same result."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from importers.models import ImportedItem
from site_config.settings.environment import PROJECT
from tests.importers.wordpress.exports import generated, write
from tests.importers.wordpress.import_helpers import run_import, snapshot
from tests.kills import KILLS

pytestmark = pytest.mark.slow


class Killed(KeyboardInterrupt):
    """Stands for SIGKILL: `except Exception` does not catch it."""


class UndoneError(Exception):
    """Rolls back what a run did."""


def kill_after(number):
    """Return a wrapper that raises Killed at a query, by its number."""
    remaining = number

    def execute(execute, sql, params, many, context):
        nonlocal remaining
        remaining -= 1
        if remaining == -1:  # Only once: the rollback executes queries as well.
            raise Killed
        return execute(sql, params, many, context)

    return execute


def counting(queries):
    def execute(execute, sql, params, many, context):
        queries.append(1)
        return execute(sql, params, many, context)

    return execute


def run(export_file, uploads):
    """Return what a complete run creates, and roll it back."""
    try:
        with transaction.atomic():
            run_import(export_file, media=uploads)
            found = snapshot()
            raise UndoneError
    except UndoneError:
        return found


def killed_run(export_file, uploads, query):
    """Return what a run creates that was killed at a query and started again."""
    try:
        with transaction.atomic():
            try:
                with (
                    transaction.atomic(savepoint=False),
                    connection.execute_wrapper(kill_after(query)),
                ):
                    run_import(export_file, media=uploads)
            except Killed:
                pass
            connection.set_rollback(False)
            run_import(export_file, media=uploads)
            assert not ImportedItem.objects.filter(is_indexed=False).exists()
            call_command("check_search", dry_run=True)
            found = snapshot()
            raise UndoneError
    except UndoneError:
        return found


def test_killed_at_any_query_it_ends_with_the_same_result(site, export_file, uploads):
    queries = []
    with connection.execute_wrapper(counting(queries)):
        expected = run(export_file, uploads)
    rng = random.Random(7)  # noqa: S311
    numbers = sorted(rng.randrange(1, len(queries)) for _ in range(KILLS))
    for number in numbers:
        found = killed_run(export_file, uploads, number)
        for name, rows in expected.items():
            assert found[name] == rows, number


def test_killed_by_the_system_it_continues(tmp_path):
    """A separate process with its own database is killed with SIGKILL several times."""
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

    manage("migrate", "-v", "0").communicate()
    manage("reindex_search").communicate()
    command = ("import_wordpress", str(file), "--report", str(tmp_path / "report.html"))
    rng = random.Random(7)  # noqa: S311
    for seconds in [rng.uniform(1, 2) for _ in range(KILLS)]:
        process = manage(*command)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    last = manage(*command)
    output = last.communicate()[0]
    assert last.returncode == 0, output
    again = manage(*command)
    assert "60 unchanged" in again.communicate()[0]
    assert "is up to date" in manage("check_search", "--dry-run").communicate()[0]
