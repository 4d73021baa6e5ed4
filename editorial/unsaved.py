"""What the admin's scripts need to keep unsaved text in the browser.

The text is encrypted with a key of its author, which only the site knows: another person who uses
the same browser can neither be offered it nor read it.
"""

from base64 import b64encode

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page

SAVED = "saved_forms"  # in the session: the last forms that were saved
REMEMBERED = 50
# The name of the field with which a script marks a form. It is random, and stored nowhere else.
MARK = "unsaved_text"
SALT = "editorial.unsaved"


@never_cache
def editing_session(request: HttpRequest) -> JsonResponse:
    """Tell a script who is signed in, and which of its forms were saved.

    With the parameter `page` it also tells the last version of that page.
    """
    key = salted_hmac(SALT, str(request.user.pk), algorithm="sha256").digest()
    return JsonResponse(
        {
            "user": request.user.pk,
            "name": get_user_display_name(request.user),
            "csrf_token": get_token(request),
            "key": b64encode(key).decode(),
            "saved": request.session.get(SAVED, []),
            "revision": _last_revision(request),
        }
    )


def _last_revision(request: HttpRequest) -> dict[str, object] | None:
    """Return the last version of the page that the script asks about, if its user may edit it."""
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


def note_saved(request: HttpRequest, *_page: Page) -> None:
    """Remember that a form was saved: the text that its script kept is not needed any more."""
    mark = request.POST.get(MARK, "")[:40]
    if mark and "application/json" not in request.headers.get("Accept", ""):
        request.session[SAVED] = [*request.session.get(SAVED, []), mark][-REMEMBERED:]
