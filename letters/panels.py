"""The panel of a letter that says to whom it goes, or went."""

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

PERMISSION = "letters.change_mailing"


class SendingPanel(Panel):
    """How many people a letter goes to, with a button for a test; or how far it has been sent."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one letter."""

        template_name = "letters/admin/sending_panel.html"

        @cached_property
        def mailing(self) -> object:
            """Return what was sent of the letter, if anything was."""
            return getattr(self.instance, "mailing", None) if self.instance.pk else None

        @cached_property
        def recipients(self) -> int:
            """Count the people to whom it would be sent now."""
            mailing_list = self.instance.mailing_list
            return mailing_list.active_subscriptions.count() if mailing_list else 0

        def get_context_data(self, parent_context: dict | None = None) -> dict[str, object]:
            """Add the letter and what was sent of it."""
            context = super().get_context_data(parent_context)
            return context | {
                "page": self.instance,
                "mailing": self.mailing,
                "recipients": self.recipients,
                "may_follow": self.request.user.has_perm(PERMISSION),
            }
