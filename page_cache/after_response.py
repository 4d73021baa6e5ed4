"""Work that nobody need wait for, done by the server when it has answered."""

import logging
from collections.abc import Callable
from threading import local

log = logging.getLogger(__name__)
_answering = local()


def begin(**_signal: object) -> None:
    """Note that this thread answers a request from now on."""
    _answering.works = []


def run_after_response(work: Callable[[], object]) -> None:
    """Do some work once the reader has the answer; where nobody asked for one, leave it.

    Commands that change much at once are not held up: `manage.py run_scheduler` finds what is left.
    """
    works = getattr(_answering, "works", None)
    if works is not None:
        works.append(work)


def finish(**_signal: object) -> None:
    """Do what was left for the end of a request; what fails is written down, and hinders nobody."""
    works, _answering.works = getattr(_answering, "works", None) or [], None
    for work in works:
        try:
            work()
        except Exception:
            log.exception("Some work after an answer could not be done.")
