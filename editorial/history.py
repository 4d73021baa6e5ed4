"""How the history of a page tells what happened at the desk."""

from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry

from editorial.checklist import OVERRULED
from editorial.four_eyes import ALONE, RELEASED, VOID


class OverruledFormatter(LogFormatter):
    """What was passed over at an approval, and why."""

    label = "Approve in spite of advice"

    def format_message(self, log_entry: BaseLogEntry) -> str:
        """Return the advice."""
        return f"Approved in spite of advice. {' '.join(log_entry.data.get('texts', []))}"

    def format_comment(self, log_entry: BaseLogEntry) -> str:
        """Return the word of explanation."""
        return log_entry.data.get("reason", "")


MESSAGES = {
    ALONE: ("Publish own text", "Published by its own author: the site is set to one person"),
    RELEASED: ("Release", "Released: whoever may change it may publish exactly this version"),
    VOID: ("Void approval", "The approval is void: the text was changed after it"),
}


def register_actions(actions: LogActionRegistry) -> None:
    """Give the actions of the desk their words."""
    actions.register_action(OVERRULED)(OverruledFormatter)
    for action, (label, message) in MESSAGES.items():
        actions.register_action(action, label, message)
