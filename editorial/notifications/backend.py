"""An email backend whose failures do not stop the action that caused the mail."""

import logging
from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from editorial.models import UndeliveredMail

log = logging.getLogger(__name__)


class FailSafeEmailBackend(BaseEmailBackend):
    """Send mail with INNER_EMAIL_BACKEND; log and store messages that could not be sent.

    After a connection error, the rest of a batch is not tried: each attempt may take until the
    timeout. Administrators see stored messages on their dashboard.
    """

    def __init__(self, fail_silently: bool = False, **kwargs: object) -> None:
        super().__init__(fail_silently=fail_silently)
        self.inner = get_connection(settings.INNER_EMAIL_BACKEND, fail_silently=False, **kwargs)
        self.failure: Exception | None = None

    def open(self) -> bool | None:
        """Open the connection. Store a failure, so that `send_messages` does not try again."""
        try:
            return self.inner.open()
        except Exception as failure:  # Mail libraries raise many kinds of exceptions.
            self.failure = failure
            return None

    def close(self) -> None:
        """Close the connection. Log failures."""
        try:
            self.inner.close()
        except Exception:
            log.exception("The connection to the mail server could not be closed.")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send the messages, and return how many were sent."""
        return sum(self._send(message) for message in email_messages)

    def _send(self, message: EmailMessage) -> int:
        if self.failure is None:
            try:
                return self.inner.send_messages([message]) or 0
            except SMTPRecipientsRefused as failure:  # Other recipients may be accepted.
                self._store(message, failure)
                return 0
            except Exception as failure:
                self.failure = failure
        self._store(message, self.failure)
        return 0

    def _store(self, message: EmailMessage, failure: Exception) -> None:
        log.error("Mail was not sent: %s: %r", message.subject, failure)
        UndeliveredMail.objects.create(
            subject=message.subject,
            recipients=", ".join(message.recipients()),
            reason=str(failure) or type(failure).__name__,
        )
