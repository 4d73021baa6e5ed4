"""Serve documents with support for range requests, which audio and video players need."""

from http import HTTPStatus
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from wagtail.documents.views.serve import serve
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Response, SlicedFile, StaticFile

HEADERS = (
    "Content-Type",
    "Content-Disposition",
    "Content-Security-Policy",
    "X-Content-Type-Options",
)


def serve_document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """Return a document, or the requested part of it (RFC 9110, section 14).

    Wagtail's view checks permissions, but does not support ranges.
    """
    response = serve(request, document_id, filename)
    file = getattr(response, "file_to_stream", None)
    if file is None or "Range" not in request.headers:
        return response
    headers = {name: response[name] for name in HEADERS if response.has_header(name)}
    if hasattr(default_storage, "part"):
        return _range_response(response, headers, request.headers["Range"])
    file.close()
    return WhiteNoiseMiddleware.serve(RangedFile(file.name, list(headers.items())), request)


class RangedFile(StaticFile):
    """A file of which a range may be one byte long, which WhiteNoise takes for an empty one."""

    def get_range_response(
        self, range_header: str, base_headers: list[tuple[str, str]], file_handle: BinaryIO | None
    ) -> Response:
        """Return the requested range."""
        size = int(dict(base_headers)["Content-Length"])
        start, end = self.get_byte_range(range_header, size)
        if start != end or start >= size:
            return super().get_range_response(range_header, base_headers, file_handle)
        headers = [pair for pair in base_headers if pair[0] != "Content-Length"]
        headers += [("Content-Range", f"bytes {start}-{end}/{size}"), ("Content-Length", "1")]
        part = file_handle and SlicedFile(file_handle, start, end)
        return Response(HTTPStatus.PARTIAL_CONTENT, headers, part)


def _range_response(
    response: FileResponse, headers: dict[str, str], byte_range: str
) -> HttpResponseBase:
    """Return the part of a file that the storage sends, or the complete response."""
    part = default_storage.part(response.file_to_stream.name, byte_range)
    if part is None:
        return response
    response.close()
    headers |= {"Content-Range": part.range, "Content-Length": str(part.size)}
    return StreamingHttpResponse(part.chunks, status=HTTPStatus.PARTIAL_CONTENT, headers=headers)
