"""Answer `/healthz` and `/readyz` before Django does."""

import ipaddress
import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from django.db import DatabaseError, connection

from operations.checks import HealthLevel, run_checks
from operations.versions import version

Application = Callable[[dict, Callable], Iterable[bytes]]
ALIVE, READY = "/healthz", "/readyz"
KEEP_SECONDS = 2
log = logging.getLogger(__name__)
_lock = threading.Lock()
_last: list = [-KEEP_SECONDS, None]  # when, and what was found


class HealthChecks:
    """A WSGI application (PEP 3333) that answers whether another one is alive, and ready.

    `/healthz` answers 200 while the process does. `/readyz` answers 200, or 503 if something fails
    without which the site does not work. Both answer for every host name. Only requests that come
    from this machine, and not through a proxy, get the details.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Return the state, or the response of the application."""
        path = environ.get("PATH_INFO")
        if path not in (ALIVE, READY) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        if path == ALIVE:
            is_ready, details = True, {}
        else:
            is_ready, details = _recent_readiness()
        content = {"status": "ok" if is_ready else "failing"}
        content |= details if _is_local(environ) else {}
        body = json.dumps(content, indent=1).encode()
        headers = {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        start_response("200 OK" if is_ready else "503 Service Unavailable", list(headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _recent_readiness() -> tuple[bool, dict[str, object]]:
    """Return the readiness of the last seconds: anybody may ask, and the checks take time."""
    with _lock:
        if time.monotonic() - _last[0] > KEEP_SECONDS:
            _last[:] = [time.monotonic(), _readiness()]
        return _last[1]


def _readiness() -> tuple[bool, dict[str, object]]:
    """Return whether nothing fails, and the results of all checks."""
    try:
        results = run_checks()
    except DatabaseError as error:
        log.error("The checks failed: %s", error)
        return False, {}
    finally:
        with suppress(DatabaseError):
            connection.close_if_unusable_or_obsolete()
    states = {
        result.name: {"level": result.level.name.lower(), "message": result.sentence}
        for result in results
    }
    is_ready = all(result.level is not HealthLevel.FAILING for result in results)
    return is_ready, {"version": version(), "checks": states}


def _is_local(environ: dict) -> bool:
    """Return whether a request comes from this machine, and not through a proxy."""
    if environ.get("HTTP_X_FORWARDED_FOR"):
        return False
    address = environ.get("REMOTE_ADDR", "")
    with suppress(ValueError):
        return ipaddress.ip_address(address.rpartition(":")[0] or address).is_loopback
    return False
