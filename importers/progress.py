"""A progress bar on one line of a terminal."""

import time
from typing import TextIO

WIDTH = 24
REFRESH_SECONDS = 0.2


class Progress:
    """A progress bar with the rate and the remaining time."""

    def __init__(self, out: TextIO, total: int) -> None:
        self.out, self.total = out, total
        self.done, self.started, self.written = 0, time.monotonic(), 0.0

    def add(self, number: int) -> None:
        """Count items as done, and refresh the bar."""
        self.done += number
        if self.out.isatty() and time.monotonic() - self.written > REFRESH_SECONDS:
            self.write()

    def write(self) -> None:
        """Write the bar over the previous one."""
        self.written = time.monotonic()
        elapsed = self.written - self.started
        rate = self.done / elapsed if elapsed else 0
        share = min(1.0, self.done / self.total) if self.total else 1.0
        left = (self.total - self.done) / rate if rate else 0
        bar = "#" * int(share * WIDTH)
        self.out.write(
            f"\r[{bar:{WIDTH}}] {self.done} of {self.total}, {rate:.0f} a second, "
            f"{_clock(left)} left  "
        )
        self.out.flush()

    def end(self) -> None:
        """Write the final bar."""
        self.write()
        self.out.write("\n")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
