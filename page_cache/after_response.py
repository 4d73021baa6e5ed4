"""Run short jobs in the server's process after the response has been sent."""

import logging
from collections.abc import Callable
from threading import local

log = logging.getLogger(__name__)
_request = local()


def begin(**_signal: object) -> None:
    """Start to collect the jobs of a request (receiver of `request_started`)."""
    _request.jobs = []


def run_after_response(job: Callable[[], object]) -> None:
    """Run a job after the current response; outside a request, drop it.

    A management command that saves many objects is thus not slowed down: `run_scheduler` picks up
    the work that was dropped.
    """
    jobs = getattr(_request, "jobs", None)
    if jobs is not None:
        jobs.append(job)


def finish(**_signal: object) -> None:
    """Run the jobs of a request and log those that fail (receiver of `request_finished`)."""
    jobs, _request.jobs = getattr(_request, "jobs", None) or [], None
    for job in jobs:
        try:
            job()
        except Exception:
            log.exception("A job after the response failed.")
