"""A page as it is kept: compressed already, with all by which a reader's copy is compared."""

import gzip
import hashlib
import re
import time
from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

TEXTS = ("text/", "application/atom+xml", "application/json", "application/xml", "application/rss")
MAX_BYTES = 2_000_000  # bytes
GZIP = "gzip"
# “q=0” says that it is not taken (RFC 9110, 12.4.2).
ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
LEVEL = 6  # of gzip: more takes longer than it saves
# What belongs to one answer, and not to the page.
PER_RESPONSE_HEADERS = {"Content-Length", "ETag", "Last-Modified", "Set-Cookie", "Date"}


@dataclass(frozen=True)
class CachedPage:
    """A page that everybody may read, as it was made."""

    compressed: bytes
    # With those of the compressed page.
    headers: tuple[tuple[str, str], ...]
    etag: str
    # Seconds since 1970; None where a copy of the same second may be older.
    modified: int | None

    @classmethod
    def from_response(cls, response: HttpResponse, changed_at: float, seconds: int) -> Self:
        """Return a response as it is kept; `changed_at` is since when its generation holds.

        Browsers and caches ask each time whether it is still so (RFC 9111, “no-cache”); nginx may
        answer for us for so many seconds, as we tell it when something changes.
        """
        is_short = response.headers.get("Content-Encoding") == GZIP
        text = gzip.decompress(response.content) if is_short else response.content
        compressed = response.content if is_short else gzip.compress(text, LEVEL, mtime=0)
        # As weak as what gzip makes of a text is: the same text, not the same bytes (RFC 9110).
        etag = f'W/"{hashlib.sha256(text).hexdigest()[:32]}"'
        # Times of HTTP are whole seconds: of two pages within one the times would be the same.
        made = int(time.time())
        modified = made if made >= changed_at else None
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        response.headers.setdefault("Cache-Control", "public, no-cache")
        kept = {name: value for name, value in response.items() if name not in PER_RESPONSE_HEADERS}
        kept |= {"Content-Encoding": GZIP, "Content-Length": str(len(compressed)), "ETag": etag}
        kept["X-Accel-Expires"] = str(seconds)
        if modified is not None:
            kept["Last-Modified"] = http_date(modified)
        return cls(compressed, tuple(kept.items()), etag, modified)

    def to_response(self, request: HttpRequest) -> HttpResponseBase:
        """Return the page, or that the reader's copy is as new (304)."""
        response = HttpResponse(self.compressed)
        for name, value in self.headers:
            response.headers[name] = value
        if not accepts_gzip(request.META):
            response.content = gzip.decompress(self.compressed)
            del response.headers["Content-Encoding"]
            response.headers["Content-Length"] = str(len(response.content))
        return get_conditional_response(request, self.etag, self.modified, response)


def accepts_gzip(environ: dict) -> bool:
    """Tell whether whoever asks takes a compressed page."""
    return bool(ACCEPTS_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")))


def is_cacheable(response: HttpResponseBase) -> bool:
    """Tell whether an answer is a page that is the same for everybody."""
    told = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Encoding", GZIP) == GZIP
        and response.headers.get("Content-Type", "").startswith(TEXTS)
        and not any(word in told for word in ("private", "no-store"))
        and len(response.content) <= MAX_BYTES
    )
