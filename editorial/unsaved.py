"""The server side of the scripts that keep unsaved text in the browser.

The text is encrypted with a key of its author that only the server has, so that other users of the
same browser can neither read it nor be offered it.
"""

from base64 import b64encode

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page

SESSION_KEY = "saved_forms"  # the marks of the forms that were saved last
MAX_MARKS = 50
# The field in which a script sends the mark of a form: a random string, stored in the session only.
MARK_FIELD = "unsaved_text"
SALT = "editorial.unsaved"


@never_cache
def editing_session(request: HttpRequest) -> JsonResponse:
    """Return the user, their encryption key and the marks of saved forms.

    With the parameter `page`, also return the latest revision of that page.
    """
    key = salted_hmac(SALT, str(request.user.pk), algorithm="sha256").digest()
    return JsonResponse(
        {
            "user": request.user.pk,
            "name": get_user_display_name(request.user),
            "csrf_token": get_token(request),
            "key": b64encode(key).decode(),
            "saved": request.session.get(SESSION_KEY, []),
            "revision": _latest_revision(request),
        }
    )


def _latest_revision(request: HttpRequest) -> dict[str, object] | None:
    """Return the latest revision of the requested page, if the user may edit it."""
    key = request.GET.get("page", "")
    page = Page.objects.filter(pk=key).first() if key.isdecimal() else None
    if page is None or not page.permissions_for_user(request.user).can_edit():
        return None
    revision = page.latest_revision
    if revision is None:
        return None
    user = revision.user
    return {
        "id": revision.pk,
        "created_at": revision.created_at.isoformat(),
        "user": get_user_display_name(user) if user else "",
    }


def record_saved_form(request: HttpRequest, *_page: Page) -> None:
    """Store the mark of a saved form in the session, so that its script deletes its copy."""
    mark = request.POST.get(MARK_FIELD, "")[:40]
    if mark and "application/json" not in request.headers.get("Accept", ""):
        request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), mark][-MAX_MARKS:]
