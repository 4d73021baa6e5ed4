"""Edit conflicts: when two users edit the same page, the second one to save is warned.

Wagtail warns users whose editor has been open for a while. A save before that warning would
silently replace the revision that another user had saved in the meantime.
"""

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page

OVERTAKEN = "_overtaken_revision"  # attribute of a request


def is_based_on_latest(posted: QueryDict, page: Page) -> bool:
    """Return whether a posted form was based on the latest revision, as far as it says so."""
    revision = page.latest_revision
    saved, loaded = posted.get("overwrite_revision_id"), posted.get("loaded_revision_id")
    if not revision or not (saved or loaded):
        return True
    if saved:  # by an autosave of the same form
        return saved == str(revision.pk)
    created = posted.get("loaded_revision_created_at")
    return (loaded, created) == (str(revision.pk), revision.created_at.isoformat())


def detect_edit_conflict(request: HttpRequest, page: Page) -> None:
    """Store the latest revision on the request if the posted form is not based on it."""
    if request.method == "POST" and not is_based_on_latest(request.POST, page):
        setattr(request, OVERTAKEN, page.latest_revision)


def warn_of_edit_conflict(request: HttpRequest, page: Page) -> None:
    """Offer a comparison of both revisions after the second one was saved."""
    theirs = getattr(request, OVERTAKEN, None)
    if theirs is None or theirs.pk == page.latest_revision.pk:
        return
    user = get_user_display_name(theirs.user) if theirs.user else gettext("Another user")
    url = reverse(
        "wagtailadmin_pages:revisions_compare",
        args=[page.pk, theirs.pk, page.latest_revision.pk],
    )
    message = gettext(
        "%(user)s saved a version while you were writing. Yours is now the latest version; theirs "
        "is kept in the history. Compare the two and merge what belongs together."
    )
    button = messages.button(url, gettext("Compare the versions"))
    messages.warning(request, message % {"user": user}, buttons=[button])
