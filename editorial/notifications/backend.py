"""An email backend that stores messages, and their delivery beside the requests.

A mail server that does not answer thus delays no one, and gets the messages when it is back.
"""

import logging
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils.timezone import now

from editorial.models import UndeliveredMail
from page_cache.after_response import run_after_response

log = logging.getLogger(__name__)

# A message is given up after this time. Failures in succession are further and further apart.
GIVE_UP_AFTER = timedelta(days=3)
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=4)
# A process that ended while it sent a message leaves it to others after this time.
CLAIM = timedelta(minutes=5)
FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers")
_delivering = threading.Lock()


class QueueingEmailBackend(BaseEmailBackend):
    """Store messages in the transaction that causes them; deliver them after the response.

    `run_scheduler` delivers those of management commands, and tries again what failed.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages, and return their number."""
        for message in email_messages:
            UndeliveredMail.objects.create(
                subject=message.subject,
                recipients=", ".join(message.recipients()),
                message=to_json(message),
                next_attempt_at=now(),
            )
        transaction.on_commit(lambda: run_after_response(deliver_in_background))
        return len(email_messages)


def to_json(message: EmailMessage) -> dict[str, object]:
    """Return the message in a form that JSON can hold."""
    stored: dict[str, object] = {name: getattr(message, name) for name in FIELDS}
    stored |= {"subject": str(message.subject), "body": str(message.body)}  # They may be lazy.
    stored["extra_headers"] = {name: str(text) for name, text in message.extra_headers.items()}
    stored["content_subtype"] = message.content_subtype
    message.message().as_bytes()  # It refuses headers with line breaks.
    alternatives = getattr(message, "alternatives", None) or []
    stored["alternatives"] = [[str(content), kind] for content, kind in alternatives]
    stored["attachments"] = [_attachment(*each) for each in message.attachments]
    return stored


def _attachment(name: str, content: str | bytes, kind: str) -> list[str]:
    data = content.encode() if isinstance(content, str) else content
    return [name, b64encode(data).decode(), kind]


def from_json(stored: dict) -> EmailMultiAlternatives:
    """Return the message that `to_json` stored."""
    fields = {name: stored[name] for name in FIELDS if name != "extra_headers"}
    message = EmailMultiAlternatives(**fields, headers=stored["extra_headers"])
    message.content_subtype = stored["content_subtype"]
    for content, kind in stored["alternatives"]:
        message.attach_alternative(content, kind)
    for name, content, kind in stored["attachments"]:
        message.attach(name, b64decode(content), kind)
    return message


def deliver_in_background() -> None:
    """Deliver what is due in a thread, unless one does so already."""
    threading.Thread(target=_deliver_and_close, name="mail", daemon=True).start()


def _deliver_and_close() -> None:
    if not _delivering.acquire(blocking=False):
        return
    try:
        deliver_due()
    except Exception:
        log.exception("Mail was not delivered; run_scheduler tries again.")
    finally:
        _delivering.release()
        connection.close()


def deliver_due() -> int:
    """Deliver the messages that are due, and return how many were sent.

    After a connection error the rest is left for later: each attempt may take until the timeout.
    """
    sent = 0
    server = get_connection(settings.INNER_EMAIL_BACKEND, fail_silently=False)
    try:
        for mail in _due():
            try:
                message = from_json(mail.message)
                message.message().as_bytes()
            except Exception as failure:  # The others have nothing to do with this one.
                _postpone(mail, failure)
                continue
            try:
                server.send_messages([message])
            except SMTPRecipientsRefused as failure:  # Other recipients may be accepted.
                _postpone(mail, failure)
            except Exception as failure:  # Mail libraries raise many kinds of exceptions.
                _postpone(mail, failure)
                break
            else:
                mail.delete()
                sent += 1
    finally:
        _close(server)
    return sent


def _due() -> Iterator[UndeliveredMail]:
    """Yield the messages that are due, each for this process alone."""
    waiting = UndeliveredMail.objects.exclude(message=None)
    for mail in waiting.filter(next_attempt_at__lte=now()).order_by("next_attempt_at", "pk"):
        same = UndeliveredMail.objects.filter(pk=mail.pk, next_attempt_at=mail.next_attempt_at)
        if same.update(next_attempt_at=now() + CLAIM):
            yield mail


def _postpone(mail: UndeliveredMail, failure: Exception) -> None:
    """Record a failure, and when to try again; give up a message that is too old."""
    log.error("Mail was not sent: %s: %r", mail.subject, failure)
    mail.reason = str(failure) or type(failure).__name__
    mail.next_attempt_at = now() + min(FIRST_DELAY * 2 ** min(mail.attempts, 10), LONGEST_DELAY)
    mail.attempts += 1
    if now() - mail.created_at > GIVE_UP_AFTER:
        mail.message = mail.next_attempt_at = None
    mail.save(update_fields=["reason", "next_attempt_at", "attempts", "message"])


def _close(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except Exception:
        log.exception("The connection to the mail server could not be closed.")
