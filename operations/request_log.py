"""Give each request an id, and log requests without anything about who makes them."""

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterable
from contextvars import ContextVar

from django.conf import settings

Application = Callable[[dict, Callable], Iterable[bytes]]
HEADER = "HTTP_X_REQUEST_ID"
VALID_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_request_id: ContextVar[str] = ContextVar("request_id", default="-")
access_log = logging.getLogger("access")


class RequestIdFilter(logging.Filter):
    """Add the id of the request to each entry of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id, and let the entry pass."""
        record.request_id = _request_id.get()
        return True


class RequestLog:
    """A WSGI application (PEP 3333) that logs the requests to another one.

    The id of a request is that of the proxy in front of the site (`X-Request-ID`), or a new one;
    the response has it as well. An entry has no query, address or user agent.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Return the response of the application."""
        given = environ.get(HEADER, "")
        request_id = given if VALID_ID.fullmatch(given) else uuid.uuid4().hex
        _request_id.set(request_id)  # Until the next request, for what runs after the response.
        started, statuses = time.perf_counter(), ["500"]

        def start(status: str, headers: list, *error: object) -> Callable:
            statuses.append(status[:3])
            return start_response(status, [*headers, ("X-Request-ID", request_id)], *error)

        try:
            return self.application(environ, start)
        finally:
            if settings.ACCESS_LOG:
                milliseconds = 1000 * (time.perf_counter() - started)
                path = ascii(environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""))[1:-1]
                access_log.info(
                    "%s %s %s, %.0f ms", environ["REQUEST_METHOD"], path, statuses[-1], milliseconds
                )
