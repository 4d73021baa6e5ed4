"""Serve documents in parts, too: players of sound and film ask for them so."""

from http import HTTPStatus

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from wagtail.documents.views.serve import serve
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

KEPT = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options")


def serve_document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """Return a document, or the part that is asked for (RFC 9110, section 14).

    Wagtail's own view decides who may have it, and knows no parts.
    """
    whole = serve(request, document_id, filename)
    file = getattr(whole, "file_to_stream", None)
    if file is None or "Range" not in request.headers:
        return whole
    headers = {name: whole[name] for name in KEPT if whole.has_header(name)}
    if hasattr(default_storage, "part"):
        return _part_of_bucket(whole, headers, request.headers["Range"])
    file.close()
    return WhiteNoiseMiddleware.serve(StaticFile(file.name, list(headers.items())), request)


def _part_of_bucket(whole: FileResponse, headers: dict[str, str], asked: str) -> HttpResponseBase:
    """Return a part of a file that the bucket sends as such, or the whole."""
    part = default_storage.part(whole.file_to_stream.name, asked)
    if part is None:
        return whole
    whole.close()
    headers |= {"Content-Range": part.range, "Content-Length": str(part.size)}
    return StreamingHttpResponse(part.chunks, status=HTTPStatus.PARTIAL_CONTENT, headers=headers)
