"""Two people who write at the same text: neither loses a word, and the second one is told.

Wagtail warns whose editor has been open for a while; a save before that would quietly put aside
what somebody else had saved in the meantime.
"""

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page

PASSED_OVER = "_passed_over"


def is_based_on_latest(posted: QueryDict, page: Page) -> bool:
    """Return whether the editor showed the last version, as far as its form tells."""
    revision = page.latest_revision
    saved, loaded = posted.get("overwrite_revision_id"), posted.get("loaded_revision_id")
    if not revision or not (saved or loaded):
        return True
    if saved:  # By itself, since the form was loaded.
        return saved == str(revision.pk)
    created = posted.get("loaded_revision_created_at")
    return (loaded, created) == (str(revision.pk), revision.created_at.isoformat())


def detect_edit_conflict(request: HttpRequest, page: Page) -> None:
    """Remember, before a form is saved, the version of somebody else that it does not know."""
    if request.method == "POST" and not is_based_on_latest(request.POST, page):
        setattr(request, PASSED_OVER, page.latest_revision)


def warn_of_edit_conflict(request: HttpRequest, page: Page) -> None:
    """Lead to both versions, after the second one was saved."""
    theirs = getattr(request, PASSED_OVER, None)
    if theirs is None or theirs.pk == page.latest_revision.pk:
        return
    who = get_user_display_name(theirs.user) if theirs.user else "Somebody"
    address = reverse(
        "wagtailadmin_pages:revisions_compare",
        args=[page.pk, theirs.pk, page.latest_revision.pk],
    )
    messages.warning(
        request,
        f"{who} saved a version while you were writing. Yours is the last one now; theirs is kept "
        "in the history. Put together what belongs together.",
        buttons=[messages.button(address, "Compare the two")],
    )
