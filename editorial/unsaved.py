"""The server side of the scripts that keep unsaved text in the browser.

The text is encrypted with a key of its author that only the server has, so that other users of the
same browser can neither read it nor be offered it.
"""

import json
from base64 import b64encode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from core.database import require_writable
from core.forms import is_autosave
from core.rich_text import is_primary_key

SESSION_KEY = "saved_forms"  # the marks of the forms that were saved last
# A list of [mark, primary key of the page, primary key of the revision] of the last autosaves.
AUTOSAVED_KEY = "autosaved_forms"
MAX_MARKS = 50
# The field in which a script sends the mark of a form: a random string, stored in the session only.
MARK_FIELD = "unsaved_text"
SALT = "editorial.unsaved"


@never_cache
def editing_session(request: HttpRequest) -> JsonResponse:
    """Return the user, their encryption key and the marks of saved forms.

    With the parameter `page`, also return the latest revision of that page. Forms wait for this
    view before they are sent: it fails while nothing can be saved.
    """
    require_writable()
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
    page = Page.objects.filter(pk=key).first() if is_primary_key(key) else None
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
    mark = _mark(request)
    if mark and not is_autosave(request):
        request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), mark][-MAX_MARKS:]


def record_autosave(request: HttpRequest, page: Page) -> None:
    """Store what an autosave has saved, in case its response is lost."""
    mark = _mark(request)
    if mark and is_autosave(request):
        others = [entry for entry in request.session.get(AUTOSAVED_KEY, []) if entry[0] != mark]
        entry = [mark, page.pk, page.latest_revision.pk]
        request.session[AUTOSAVED_KEY] = [*others, entry][-MAX_MARKS:]


def continue_autosave(request: HttpRequest, page: Page) -> None:
    """Let a form replace the revision that it has saved itself.

    If the response to an autosave is lost, the form is based on an older revision, and its user
    would be told of their own revision as if it were another user's.
    """
    page_key, revision_key = _autosaved(request)
    if page_key == page.pk and revision_key == page.latest_revision_id:
        request.POST = request.POST.copy()
        request.POST["overwrite_revision_id"] = str(revision_key)


def edit_created_page(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Save the page that this form has created already.

    If the response to the first autosave is lost, the form posts the page as a new one again, whose
    slug is in use.
    """
    key, _revision_key = _autosaved(request)
    page = page_class.objects.child_of(parent).filter(pk=key).first() if key else None
    if page is None:
        return None
    response = EditView.as_view()(request, page.pk)
    if not is_autosave(request):
        return response
    data = json.loads(response.content)
    if data.get("success"):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data |= {"url": url, "hydrate_url": f"{url}?_w_hydrate_create_view=1"}
    return JsonResponse(data, status=response.status_code)


def _autosaved(request: HttpRequest) -> tuple[int | None, int | None]:
    """Return the keys of the page and the revision that the posted form saved last by itself."""
    mark = _mark(request)
    for known, page_key, revision_key in request.session.get(AUTOSAVED_KEY, []) if mark else ():
        if known == mark:
            return page_key, revision_key
    return None, None


def _mark(request: HttpRequest) -> str:
    return request.POST.get(MARK_FIELD, "")[:40]
