"""How far a long piece of work is, on one line of a terminal."""

import time
from typing import TextIO

WIDTH = 24
SECONDS = 0.2  # So often the line is written anew.


class Progress:
    """A bar with the rate and the time that is left."""

    def __init__(self, out: TextIO, total: int) -> None:
        """Take where it is written, and how much there is."""
        self.out, self.total = out, total
        self.done, self.begun, self.written = 0, time.monotonic(), 0.0

    def add(self, number: int) -> None:
        """Count so much as done."""
        self.done += number
        if self.out.isatty() and time.monotonic() - self.written > SECONDS:
            self.write()

    def write(self) -> None:
        """Write the line."""
        self.written = time.monotonic()
        passed = self.written - self.begun
        rate = self.done / passed if passed else 0
        share = min(1.0, self.done / self.total) if self.total else 1.0
        left = (self.total - self.done) / rate if rate else 0
        bar = "#" * int(share * WIDTH)
        self.out.write(
            f"\r[{bar:{WIDTH}}] {self.done} of {self.total}, {rate:.0f} a second, "
            f"{_clock(left)} left  "
        )
        self.out.flush()

    def end(self) -> None:
        """Write it for the last time."""
        self.write()
        self.out.write("\n")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
