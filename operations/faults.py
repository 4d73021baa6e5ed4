"""Tell readers and editors in words what has failed, where waiting helps."""

import errno
import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.defaults import server_error
from psycopg.errors import ReadOnlySqlTransaction

from core.forms import wants_json

RETRY_SECONDS = 30
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
AWAY = {errno.EROFS, errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EACCES, errno.ETIMEDOUT}
AWAY |= {errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ECONNRESET}


def handle_error(request: HttpRequest) -> HttpResponse:
    """Return the response to an exception: 503 where waiting helps, else 500."""
    sentence = fault(sys.exc_info()[1])
    if sentence is None:
        return server_error(request)
    if wants_json(request):
        response: HttpResponse = JsonResponse({"error": sentence}, status=503)
    else:
        is_editor = request.path.startswith("/admin/")
        context = {"sentence": sentence, "is_editor": is_editor, "sent": request.method == "POST"}
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def fault(error: BaseException | None) -> str | None:
    """Return what has failed, or None if waiting does not help."""
    for each in _causes(error):
        if isinstance(each, ReadOnlySqlTransaction) or "readonly database" in str(each):
            return gettext("The site can be read, but nothing can be saved at the moment.")
        if "disk is full" in str(each) or getattr(each, "errno", None) in FULL:
            return gettext("The disk of the server is full, so that nothing can be saved.")
        if isinstance(each, OperationalError | InterfaceError):
            return gettext("The database of the site does not answer.")
        if isinstance(each, OSError) and each.errno in AWAY:
            return gettext("The place where the site keeps its files does not answer.")
        if type(each).__module__.startswith("botocore."):
            return gettext("The place where the site keeps its files does not answer.")
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those that it was raised from, the deepest first."""
    chain = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return reversed(chain)
