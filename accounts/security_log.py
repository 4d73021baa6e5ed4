"""Record security events in Wagtail's log, and tell the people whom they concern."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from accounts.events import MAILABLE, PREFIX, TOLD_TO_OWNER, SecurityEvent
from accounts.models import SecuritySettings
from core.mail import compose
from core.rate_limits import client_address, exceeds
from users.models import User

# Of one kind, to administrators: an attack on many accounts must not fill their mailboxes.
MAILS_PER_HOUR = 20
BACKEND = "django.contrib.auth.backends.ModelBackend"


def record(
    event: SecurityEvent,
    request: HttpRequest | None,
    *,
    account: User | None = None,
    details: str = "",
    email: str = "",
) -> None:
    """Record an event of an account, or of the whole site if none is given.

    `details` are words for the log. Mail goes to `email`, by default the address of the account.
    """
    actor = getattr(request, "user", None)
    actor = actor if actor and actor.is_authenticated else None
    address = str((request and client_address(request)) or "")
    security = SecuritySettings.load()
    # Wagtail's log finds no model for the lazy user of a request.
    account = User.objects.filter(pk=account.pk).first() if account else None
    log(
        instance=account or security,
        action=event.value,
        user=actor or (account if event is SecurityEvent.SIGNED_IN else None),
        data={"address": address, "details": details},
    )
    recipients = set()
    if account and (email or event in TOLD_TO_OWNER):
        recipients.add(email or account.email)
    is_mailed = event in MAILABLE and event.value in security.mailed_events
    if is_mailed and not exceeds("mails", event.value, MAILS_PER_HOUR, 3600):
        recipients |= set(_administrators())
    facts = [
        (_("Account"), account and account.get_username()),
        (_("Details"), details),
        (_("By"), actor and actor.get_username()),
        (_("Address"), address),
    ]
    for recipient in sorted(recipients - {""}):
        transaction.on_commit(partial(_mail, recipient, event, facts))


def _administrators() -> list[str]:
    """Return the addresses of the users who manage accounts."""
    users = User.objects.with_perm("users.change_user", backend=BACKEND)
    return list(users.filter(is_active=True).values_list("email", flat=True))


def _mail(recipient: str, event: SecurityEvent, facts: list[tuple[str, str | None]]) -> None:
    """Tell a person of an event, with a link to choose a new password."""
    paragraphs = [
        str(event.label),
        "\n".join(f"{name}: {value}" for name, value in facts if value),
        _("If you do not know why, tell an administrator, and choose a new password."),
    ]
    url = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_password_reset")
    subject = f"{settings.WAGTAIL_SITE_NAME}: {event.label}"
    context = {"paragraphs": paragraphs, "links": [(_("Choose a new password"), url)]}
    compose(subject, [recipient], context).send()


def delete_old_entries() -> int:
    """Delete the entries that are older than the settings say, and return their number."""
    since = timezone.now() - timedelta(days=SecuritySettings.load().log_days)
    return ModelLogEntry.objects.filter(action__startswith=PREFIX, timestamp__lt=since).delete()[0]
