"""What the security log records."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PREFIX = "security."


class SecurityEvent(TextChoices):
    """An event of the security log: the action of its log entry, and its label."""

    SIGNED_IN = "security.signed_in", _("Signed in")
    SIGN_IN_FAILED = "security.sign_in_failed", _("Wrong password or code")
    SIGN_IN_BLOCKED = "security.sign_in_blocked", _("Sign-in blocked after many failures")
    BLOCK_LIFTED = "security.block_lifted", _("Block of sign-in lifted")
    SESSIONS_ENDED = "security.sessions_ended", _("Sessions ended")
    REFUSED = "security.refused", _("Permission denied")
    CREATED = "security.account_created", _("Account created")
    EMAIL_CHANGED = "security.email_changed", _("Email address changed")
    PASSWORD_CHANGED = "security.password_changed", _("Password changed")
    ROLES_CHANGED = "security.roles_changed", _("Roles changed")
    ACTIVE_CHANGED = "security.active_changed", _("Account activated or deactivated")
    FACTOR_ADDED = "security.factor_added", _("Second factor added")
    FACTOR_REMOVED = "security.factor_removed", _("Second factor removed")
    FACTORS_RESET = "security.factors_reset", _("Second factor removed by an administrator")
    CODES_RENEWED = "security.codes_renewed", _("New recovery codes generated")
    CODE_USED = "security.code_used", _("Recovery code used")
    SETTINGS_CHANGED = "security.settings_changed", _("Security settings changed")
    GROUP_CHANGED = "security.group_changed", _("Permissions of a role changed")
    EXPORTED = "security.person_exported", _("Personal data exported")
    ERASED = "security.person_erased", _("Person erased")


# Administrators may have these mailed to them; the rest would be too many.
MAILABLE = (
    SecurityEvent.SIGN_IN_BLOCKED,
    SecurityEvent.CREATED,
    SecurityEvent.EMAIL_CHANGED,
    SecurityEvent.PASSWORD_CHANGED,
    SecurityEvent.ROLES_CHANGED,
    SecurityEvent.FACTORS_RESET,
    SecurityEvent.SETTINGS_CHANGED,
    SecurityEvent.GROUP_CHANGED,
    SecurityEvent.EXPORTED,
    SecurityEvent.ERASED,
)
# The owner of an account is told of these by mail.
TOLD_TO_OWNER = (
    SecurityEvent.EMAIL_CHANGED,
    SecurityEvent.PASSWORD_CHANGED,
    SecurityEvent.ROLES_CHANGED,
    SecurityEvent.FACTOR_ADDED,
    SecurityEvent.FACTOR_REMOVED,
    SecurityEvent.FACTORS_RESET,
    SecurityEvent.CODES_RENEWED,
    SecurityEvent.CODE_USED,
)


def mailable_choices() -> list[tuple[str, str]]:
    """Return the choices of events that can be mailed to administrators."""
    return [(event.value, event.label) for event in MAILABLE]
