"""A rendered page as the cache stores it: compressed, with the headers of its response."""

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

CONTENT_TYPES = (
    *("text/", "application/atom+xml", "application/json", "application/xml", "application/rss"),
    "application/feed+json",
)
MAX_BYTES = 2_000_000
GZIP = "gzip"
# “q=0” means “not acceptable” (RFC 9110, section 12.4.2).
ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
COMPRESSION_LEVEL = 6  # Higher levels take more time than they save.
# Headers of a single response, which must not be stored with the page.
PER_RESPONSE_HEADERS = {"Content-Length", "ETag", "Last-Modified", "Set-Cookie", "Date"}


@dataclass(frozen=True)
class CachedPage:
    """A page that is the same for all readers."""

    compressed: bytes
    # Including Content-Encoding and Content-Length of the compressed body.
    headers: tuple[tuple[str, str], ...]
    etag: str
    # Unix time, or None if an older version of the page may have the same second.
    modified: int | None
    fresh_until: float  # Unix time; after it, the page is kept for when the database is away

    @property
    def is_fresh(self) -> bool:
        """Return whether the page may be served while it can be rendered."""
        return time.time() < self.fresh_until

    @classmethod
    def from_response(cls, response: HttpResponse, changed_at: float, seconds: int) -> Self:
        """Return a cached page made from a response.

        `changed_at` is the Unix time at which its cache generation began. Browsers and shared
        caches revalidate each time (“no-cache”, RFC 9111); only nginx, which we purge, may serve
        the page by itself for `seconds`.
        """
        is_compressed = response.headers.get("Content-Encoding") == GZIP
        body = gzip.decompress(response.content) if is_compressed else response.content
        compressed = (
            response.content if is_compressed else gzip.compress(body, COMPRESSION_LEVEL, mtime=0)
        )
        # Weak (RFC 9110, section 8.8.1): the same for the compressed and the plain body.
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        # HTTP dates have whole seconds: two versions within one second would have the same one.
        rendered_at = int(time.time())
        modified = rendered_at if rendered_at >= changed_at else None
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        response.headers.setdefault("Cache-Control", "public, no-cache")
        headers = {
            name: value for name, value in response.items() if name not in PER_RESPONSE_HEADERS
        }
        headers |= {"Content-Encoding": GZIP, "Content-Length": str(len(compressed)), "ETag": etag}
        headers["X-Accel-Expires"] = str(seconds)
        if modified is not None:
            headers["Last-Modified"] = http_date(modified)
        fresh_until = rendered_at + seconds
        return cls(compressed, tuple(headers.items()), etag, modified, fresh_until)

    def to_response(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response to a request: the page, or 304 if the reader's copy is current."""
        response = HttpResponse(self.compressed)
        for name, value in self.headers:
            response.headers[name] = value
        if not accepts_gzip(request.META):
            response.content = gzip.decompress(self.compressed)
            del response.headers["Content-Encoding"]
            response.headers["Content-Length"] = str(len(response.content))
        return get_conditional_response(request, self.etag, self.modified, response)


def accepts_gzip(environ: dict) -> bool:
    """Return whether the client accepts a compressed response."""
    return bool(ACCEPTS_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")))


def is_cacheable(response: HttpResponseBase) -> bool:
    """Return whether a response is a page that is the same for all readers."""
    cache_control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Encoding", GZIP) == GZIP
        and response.headers.get("Content-Type", "").startswith(CONTENT_TYPES)
        and not any(word in cache_control for word in ("private", "no-store"))
        and len(response.content) <= MAX_BYTES
    )
