"""What the database of a served site holds, asked by a test in the browser."""

import contextlib
import json
import subprocess
import sys

from site_config.settings.environment import PROJECT


class Store:
    """A process that reads the database of a site."""

    def __init__(self, process):
        self.process = process

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())


@contextlib.contextmanager
def opened(environment):
    """Yield the store of the site that an environment describes."""
    command = [sys.executable, "-m", "tests.journeys.store_answers"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, **pipes) as process:
        yield Store(process)
        process.stdin.close()
