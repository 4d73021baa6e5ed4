"""Register who may read the answers of forms, and the log action of their deletion."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry

from form_pages.permissions import readable_forms
from form_pages.views import DELETED

hooks.register("filter_form_submissions_for_user", readable_forms)


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
