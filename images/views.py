"""Serve the renditions of images; their originals are never public."""

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.views.static import serve

ONE_YEAR = 365 * 24 * 60 * 60


def serve_rendition(request: HttpRequest, path: str) -> FileResponse:
    """Return the file of a rendition, which browsers may keep: its name changes with its content.

    Only `MEDIA_ROOT/images` is served. Originals may hold the place and the time of a photograph,
    and documents are served by a view that knows who may read them.
    """
    response = serve(request, path, document_root=settings.MEDIA_ROOT / "images")
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
