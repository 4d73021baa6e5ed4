"""Sends mail, and never lets a mail server stop what the mail is about."""

import logging
from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from editorial.models import UndeliveredMail

log = logging.getLogger(__name__)


class FailSafeEmailBackend(BaseEmailBackend):
    """Hands mail to the backend that the administrator set.

    What that cannot send is written to the log and kept for the administrator to see. A server
    that did not answer is not asked again for the same batch: each try takes its time.
    """

    def __init__(self, fail_silently: bool = False, **kwargs: object) -> None:
        """Take what Django gives every backend."""
        super().__init__(fail_silently=fail_silently)
        self.inner = get_connection(settings.INNER_EMAIL_BACKEND, fail_silently=False, **kwargs)
        self.failure: Exception | None = None

    def open(self) -> bool | None:
        """Connect; a server that cannot be reached is remembered."""
        try:
            return self.inner.open()
        except Exception as failure:  # Mail libraries raise many kinds of exceptions.
            self.failure = failure
            return None

    def close(self) -> None:
        """Disconnect."""
        try:
            self.inner.close()
        except Exception:
            log.exception("The connection to the mail server could not be closed.")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each message; return how many left."""
        return sum(self._send(message) for message in email_messages)

    def _send(self, message: EmailMessage) -> int:
        if self.failure is None:
            try:
                return self.inner.send_messages([message]) or 0
            except SMTPRecipientsRefused as failure:  # The next one may be taken.
                self._keep(message, failure)
                return 0
            except Exception as failure:
                self.failure = failure
        self._keep(message, self.failure)
        return 0

    def _keep(self, message: EmailMessage, failure: Exception) -> None:
        log.error("Mail was not sent: %s: %r", message.subject, failure)
        UndeliveredMail.objects.create(
            subject=message.subject,
            recipients=", ".join(message.recipients()),
            reason=str(failure) or type(failure).__name__,
        )
