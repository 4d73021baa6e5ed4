"""What the database of a served site holds, asked by a test in the browser.

Run as a program it answers one line of JSON for each line that it reads: a word, and what it takes.
"""

import contextlib
import json
import subprocess
import sys

from tests.journeys.conftest import PROJECT


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
    command = [sys.executable, "-m", "tests.journeys.store"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, **pipes) as process:
        yield Store(process)
        process.stdin.close()


def main():
    import django  # noqa: PLC0415

    django.setup()
    from tests.journeys import store_answers  # noqa: PLC0415

    for line in sys.stdin:
        word, *rest = line.split()
        sys.stdout.write(json.dumps(getattr(store_answers, word)(*rest)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
