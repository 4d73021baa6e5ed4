"""Refuse large request bodies before anything reads them."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import parse_cookie

# Bytes. Forms without a session hold a name and a password; uploads need a session.
MAX_ANONYMOUS_BODY, MAX_BODY = 100_000, 200_000_000


class BodyLimit:
    """A WSGI application (PEP 3333) that responds with status 413 (RFC 9110) to a large body."""

    def __init__(self, application: Callable) -> None:
        self.application = application

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Return the response of the application, or the refusal."""
        length = environ.get("CONTENT_LENGTH") or "0"
        if length == "0" or (length.isdecimal() and int(length) <= _limit(environ)):
            return self.application(environ, start_response)
        text = b"This is too large to be accepted."
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))]
        start_response("413 Content Too Large", [*headers, ("Connection", "close")])
        return [text]


def _limit(environ: dict) -> int:
    has_session = settings.SESSION_COOKIE_NAME in parse_cookie(environ.get("HTTP_COOKIE", ""))
    return MAX_BODY if has_session else MAX_ANONYMOUS_BODY
