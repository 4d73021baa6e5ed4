"""Pages are sent compressed; pictures and documents already are."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSIBLE = ("text/", "application/atom+xml", "application/json", "application/xml")


class CompressTextMiddleware(GZipMiddleware):
    """Compresses text (gzip, RFC 1952), padded at random against guesses at its length (BREACH)."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress `response` where it is text."""
        if response.headers.get("Content-Type", "").startswith(COMPRESSIBLE):
            return super().process_response(request, response)
        return response
