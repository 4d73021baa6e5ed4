"""Serve renditions; original images are never public."""

import posixpath
from urllib.parse import quote

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import etag

FOLDER = "images/"
ONE_YEAR = 365 * 24 * 60 * 60


@etag(lambda _request, path: f'"{quote(path)}"')
def serve_rendition(request: HttpRequest, path: str) -> FileResponse:
    """Return a rendition, cacheable for ever because its name changes with its content.

    Other media files are not served: originals stay private, and documents have a view that checks
    permissions.
    """
    name = posixpath.normpath(FOLDER + path)
    if not name.startswith(FOLDER):
        raise SuspiciousFileOperation("Only renditions are public.")
    try:
        file = default_storage.open(name)
    except (OSError, ValueError) as error:
        raise Http404("There is no such rendition.") from error
    response = FileResponse(file)
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
