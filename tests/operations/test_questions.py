"""A person at a terminal is asked for what a new publication needs."""

import os
import pty
import select
import subprocess
import sys
import time

import pytest

from site_config.settings.environment import PROJECT
from tests.commands import GOOD

pytestmark = pytest.mark.slow

PASSWORD = "correct-horse-battery-9"
DIALOGUE = [
    ("Language", "klingon"),
    ("Language", "de"),
    ("Time zone", "Europe/Berlin"),
    ("Name of the publication", "Die Werft"),
    ("Username", "b o/#"),
    ("Username", "ada"),
    ("Email", "ada"),
    ("Email", "ada@example.org"),
    ("Password (", "short"),
    ("Password (", PASSWORD),
    ("Password again", "different"),
    ("Password (", PASSWORD),
    ("Password again", PASSWORD),
]


def converse(command, environment, dialogue):
    """Answer each question when it is asked, and return everything that was shown."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command, cwd=PROJECT, env=environment, start_new_session=True,
        stdin=slave, stdout=slave, stderr=slave,
    )  # fmt: skip
    os.close(slave)
    shown, seen, answers = "", 0, list(dialogue)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if not select.select([master], [], [], 1)[0]:
            continue
        try:
            data = os.read(master, 10_000).decode()
        except OSError:  # The process has ended.
            break
        shown += data
        if answers and answers[0][0] in shown[seen:]:
            seen = len(shown)
            time.sleep(0.2)
            os.write(master, f"{answers.pop(0)[1]}\n".encode())
    os.close(master)
    assert process.wait(10) == 0, shown
    assert not answers, shown
    return shown


@pytest.mark.once
def test_setup_asks(tmp_path):
    environment = GOOD | {
        "PATH": os.environ["PATH"],
        "ENV_FILE": str(tmp_path / "env"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "EMAIL_URL": "dummymail://",
    }
    command = [sys.executable, "manage.py", "setup", "--no-demo"]
    shown = converse(command, environment, DIALOGUE)
    assert "The passwords differ." in shown
    assert PASSWORD not in shown
    assert "The publication is ready" in shown
    assert (tmp_path / "env").read_text() == "LANGUAGE_CODE=de\nTIME_ZONE=Europe/Berlin\n"
    assert "ready" not in converse(command, environment, [])
