"""Register who may read the answers of forms, and the log action of their deletion."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry, Page

from core.forms import is_autosave
from form_pages.forms import BY_HAND
from form_pages.permissions import readable_forms
from form_pages.views import DELETED

hooks.register("filter_form_submissions_for_user", readable_forms)


@hooks.register("before_create_page")
@hooks.register("before_edit_page")
def note_save_by_hand(request: HttpRequest, *_pages: object) -> None:
    """Tell the form whether a person saves it, or the editor's script."""
    if request.method == "POST" and not is_autosave(request):
        request.POST = request.POST.copy()
        request.POST[BY_HAND] = "yes"


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_new_fields(request: HttpRequest, page: Page) -> None:
    """Say which fields were added to a form that had none."""
    if getattr(page, "has_new_fields", False):
        labels = ", ".join(field.label for field in page.form_fields.all())
        text = gettext("It has these fields now, which you can change: %(labels)s.")
        messages.success(request, text % {"labels": labels})


class DeletionFormatter(LogFormatter):
    """The message of a deletion of answers."""

    label = _("Delete answers")

    def format_message(self, log_entry: BaseLogEntry) -> str:
        """Return how many answers were deleted."""
        count = log_entry.data.get("count", 0)
        words = ngettext("%(count)d answer was deleted", "%(count)d answers were deleted", count)
        return words % {"count": count}


@hooks.register("register_log_actions")
def register_deletion(actions: LogActionRegistry) -> None:
    """Register the log action of a deletion."""
    actions.register_action(DELETED)(DeletionFormatter)
