"""Serve renditions; original images are never public."""

import posixpath
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import etag
from wagtail.admin.auth import require_admin_access

FOLDER, AVATARS = "images/", "avatar_images/"
ONE_YEAR = 365 * 24 * 60 * 60


@etag(lambda _request, path: f'"{quote(path)}"')
def serve_rendition(request: HttpRequest, path: str) -> FileResponse:
    """Return a rendition, cacheable for ever because its name changes with its content.

    Other media files are not served: originals stay private, and documents have a view that checks
    permissions.
    """
    response = _file(FOLDER, path)
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response


@require_admin_access
def serve_avatar(_request: HttpRequest, path: str) -> FileResponse:
    """Return the profile picture of a user, which only the staff see."""
    return _file(AVATARS, path)


def _file(folder: str, path: str) -> FileResponse:
    """Return a file in a folder of the media. Raise Http404 if there is none."""
    name = posixpath.normpath(folder + path)
    if not name.startswith(folder):
        raise Http404("Other media files are not served.")
    try:
        return FileResponse(default_storage.open(name))
    except (OSError, ValueError) as error:
        raise Http404("There is no such file.") from error
