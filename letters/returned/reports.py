"""Reports about letters that could not be delivered, or that someone took for spam.

Anyone can send such a report to our mailbox. It counts only if it names a message that we sent:
Message-IDs are random, so that no one silences another person's letters.
"""

import logging
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum

from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext
from flufl.bounce import all_failures

from letters.models import EndReason, Recipient, Subscriber

log = logging.getLogger(__name__)

MAX_SIZE = 2_000_000  # bytes; a report repeats a letter at most
MESSAGE_ID = re.compile(rb"<([0-9a-f]{32})@[^<>\s]{1,255}>")
# Status of a mailbox that is full (RFC 3463), which the parser takes for permanent; and of refusals
# for the content or the sender, which say nothing about the address.
PASSING = re.compile(r"^\s*(?:4\.\d+\.\d+|5\.2\.2|5\.7\.\d+)")
MAX_PROBLEM = 500  # characters
MAX_KEYS = 50  # Message-IDs, as those of a thread


class ReportKind(Enum):
    """What a message in the mailbox of reports says."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    OTHER = "other"


def take_report(content: bytes) -> ReportKind:
    """Act on a report: mark an address that does not exist, or end what was reported as spam."""
    if len(content) > MAX_SIZE:
        return ReportKind.OTHER
    recipient = _recipient_named_in(content)
    if recipient is None:
        return ReportKind.OTHER
    try:
        message = message_from_bytes(content, policy=policy.default)
        is_complaint = _is_complaint(message)
        problem = None if is_complaint else _permanent_problem(content, message)
    except Exception:  # Parsers of mail raise many kinds of exceptions for forged messages.
        log.warning("A message that came back cannot be read.", exc_info=True)
        return ReportKind.OTHER
    if is_complaint:
        _end(recipient)
        return ReportKind.COMPLAINT
    if problem is None:
        return ReportKind.OTHER
    mark_undeliverable(recipient.address, problem)
    return ReportKind.BOUNCE


def mark_undeliverable(address: str, problem: str) -> None:
    """Send no letter to an address until its owner confirms it again."""
    Recipient.objects.of_address(address).waiting().delete()
    Subscriber.objects.with_address(address).filter(undeliverable_at=None).update(
        undeliverable_at=now(), problem=problem[:MAX_PROBLEM]
    )


def _recipient_named_in(content: bytes) -> Recipient | None:
    """Return the recipient of the one message of ours that a report names."""
    keys = {key.decode() for key in MESSAGE_ID.findall(content)}
    if len(keys) > MAX_KEYS:
        return None
    found: QuerySet[Recipient] = Recipient.objects.filter(key__in=keys).select_related("mailing")
    return found.first() if keys and found.count() == 1 else None


def _permanent_problem(content: bytes, message: EmailMessage) -> str | None:
    """Return why an address does not receive mail for good; None if that may pass."""
    # The parser knows the messages of Python's older policy.
    _temporary, permanent = all_failures(message_from_bytes(content))
    statuses = [
        (str(block.get("Status", "")), str(block.get("Diagnostic-Code", "")))
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status"
        for block in _blocks(part)
    ]
    if not permanent or any(PASSING.match(status) for status, _text in statuses):
        return None
    words = next((text or status for status, text in statuses if status or text), "")
    return " ".join(words.split()) or gettext("The letter came back.")


def _blocks(part: EmailMessage) -> list[EmailMessage]:
    content = part.get_payload()
    return (
        [each for each in content if isinstance(each, EmailMessage)]
        if isinstance(content, list)
        else []
    )


def _is_complaint(message: EmailMessage) -> bool:
    """Return whether a message is a report of spam (RFC 5965)."""
    parts = (
        part for part in message.walk() if part.get_content_type() == "message/feedback-report"
    )
    return any(b"abuse" in part.as_bytes().lower() for part in parts)


def _end(recipient: Recipient) -> None:
    """End the subscriptions of a person who reported a letter: to its list, if that is known."""
    subscriber = Subscriber.objects.with_address(recipient.address).first()
    if subscriber:
        subscriptions, mailing_list = subscriber.subscriptions, recipient.mailing.mailing_list_id
        if mailing_list:
            subscriptions = subscriptions.filter(mailing_list=mailing_list)
        subscriptions.end(EndReason.COMPLAINT)
