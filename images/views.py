"""Serve the renditions of images; their originals are never public."""

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
    """Return the file of a rendition, which browsers may keep: its name changes with its content.

    Only those are served. Originals may hold the place and the time of a photograph, and documents
    are served by a view that knows who may read them.
    """
    name = posixpath.normpath(FOLDER + path)
    if not name.startswith(FOLDER):
        raise SuspiciousFileOperation("Only pictures as they are shown are public.")
    try:
        file = default_storage.open(name)
    except (OSError, ValueError) as error:
        raise Http404("There is no such picture.") from error
    response = FileResponse(file)
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
