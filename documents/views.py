"""Serve documents with support for range requests, which audio and video players need."""

from http import HTTPStatus

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from wagtail.documents.views.serve import serve
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

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
    return WhiteNoiseMiddleware.serve(StaticFile(file.name, list(headers.items())), request)


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
