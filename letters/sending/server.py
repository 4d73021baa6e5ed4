"""A session with the mail server that knows at each failure what became of the message."""

import re
import smtplib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext

OK = (250, 251, 252)
START_OF_MESSAGE = 354
CLOSING = 421
PERMANENT = 500  # the first code of a permanent refusal
# An enhanced status code (RFC 3463), such as 5.2.2, at the beginning of an answer.
STATUS = re.compile(r"\s*(\d)\.(\d{1,3})\.(\d{1,3})\b")
# A refusal of the sender or the content, which says nothing about the address.
POLICY = re.compile(r"(?<![\d.])5\.7\.\d{1,3}\b")
MAILBOX_FULL = ("2", "2")  # which passes, whatever the class of the code
DOT = re.compile(rb"(?m)^\.")
END = b".\r\n"
# Without what would end an address in a command of the session.
ADDRESS = re.compile(r"[^\x00-\x20\x7f<>]+@[^\x00-\x20\x7f<>@]+")


class DeliveryOutcome(Enum):
    """What became of one message."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    # The server got the whole message, and its answer was lost.
    UNKNOWN = "unknown"
    # Another process sends it, or the mailing was stopped.
    TAKEN = "taken"


@dataclass(frozen=True)
class Delivery:
    """The outcome for one message, with the answer of the server.

    `is_about_message` tells whether the server refused the message itself, and not its recipient.
    """

    outcome: DeliveryOutcome
    answer: str = ""
    is_about_message: bool = False

    @property
    def is_address_dead(self) -> bool:
        """Whether the address will not receive other mail either."""
        is_policy = bool(POLICY.search(self.answer))
        return self.outcome is DeliveryOutcome.REFUSED and not (self.is_about_message or is_policy)


class ServerError(Exception):
    """The mail server cannot be used now; the text is a sentence for administrators."""


class MailServer:
    """The configured mail server; a context manager.

    A connection sends `per_connection` messages at most, or any number if that is 0.
    """

    def __init__(self, per_connection: int = 0) -> None:
        self.backend = get_connection(settings.INNER_EMAIL_BACKEND, fail_silently=False)
        self.per_connection = per_connection
        self.sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
        else:
            self.drop()

    def close(self) -> None:
        """Take leave of the server between two messages."""
        try:
            self.backend.close()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def drop(self) -> None:
        """End the connection without a word, which the server would take for a part of the text."""
        connection = getattr(self.backend, "connection", None)
        if connection:
            connection.close()
            self.backend.connection = None

    def deliver(self, message: EmailMessage, recipient: str, claim: Callable[[], bool]) -> Delivery:
        """Send a message to one address, and return what became of it.

        `claim` is called when all but the end of the message was sent: nothing has been delivered
        before it, and if it returns False, nothing will be. Raise ServerError if the server cannot
        be used for any recipient.
        """
        try:
            content = _content(message)
        except (ValueError, LookupError) as error:  # A header or a character that cannot be sent.
            return Delivery(DeliveryOutcome.REFUSED, str(error), is_about_message=True)
        if not ADDRESS.fullmatch(recipient):
            return Delivery(DeliveryOutcome.REFUSED, gettext("This is no email address."))
        if not isinstance(self.backend, EmailBackend):
            return self._deliver_elsewhere(message, claim)
        if self.per_connection and self.sent >= self.per_connection:
            self.close()
        server = self._open()
        self.sent += 1
        try:
            if refusal := _name_recipient(server, message.from_email, recipient):
                server.rset()
                return refusal
            return self._hand_over(server, content, claim)
        except ValueError as error:  # The address of the sender cannot be sent.
            self.drop()
            return Delivery(DeliveryOutcome.REFUSED, str(error), is_about_message=True)
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise ServerError(_sentence(error)) from error

    def _open(self) -> smtplib.SMTP:
        if self.backend.connection is None:
            self.sent = 0
            try:
                self.backend.open()
                self.backend.connection.ehlo_or_helo_if_needed()
            except smtplib.SMTPAuthenticationError as error:
                self.drop()
                text = gettext("The mail server refuses the login: %(answer)s")
                raise ServerError(text % {"answer": _text(error.smtp_error)}) from error
            except (OSError, smtplib.SMTPException) as error:
                self.drop()
                raise ServerError(_sentence(error)) from error
            # The end of a message is a packet of its own, which would wait for the one before.
            self.backend.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.backend.connection

    def _hand_over(self, server: smtplib.SMTP, content: bytes, claim: Callable) -> Delivery:
        server.putcmd("data")
        code, text = server.getreply()
        if code != START_OF_MESSAGE:
            return _refusal(code, text, is_about_message=True)
        server.send(content)
        if not claim():
            self.drop()  # The server then drops a message without its end.
            return Delivery(DeliveryOutcome.TAKEN)
        try:
            server.send(END)
            code, text = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            return Delivery(DeliveryOutcome.UNKNOWN, _sentence(error))
        if code in OK:
            return Delivery(DeliveryOutcome.ACCEPTED, _text(text))
        return _refusal(code, text, is_about_message=True)

    def _deliver_elsewhere(self, message: EmailMessage, claim: Callable[[], bool]) -> Delivery:
        """Hand a message to a backend of Django that is no server, such as the console."""
        if not claim():
            return Delivery(DeliveryOutcome.TAKEN)
        self.backend.send_messages([message])
        return Delivery(DeliveryOutcome.ACCEPTED)


def _name_recipient(server: smtplib.SMTP, sender: str, recipient: str) -> Delivery | None:
    """Begin a message. Return the refusal of the recipient, or None if the server accepts it."""
    options = []
    if not recipient.isascii():
        if not server.has_extn("smtputf8"):
            text = gettext("The mail server cannot send to addresses with such letters.")
            return Delivery(DeliveryOutcome.REFUSED, text)
        options.append("SMTPUTF8")
    server.command_encoding = "utf-8" if options else "ascii"
    code, text = server.mail(sender, options)
    if code not in OK:  # The server refuses our address, whoever the recipient is.
        raise smtplib.SMTPSenderRefused(code, text, sender)
    code, text = server.rcpt(recipient)
    if code == CLOSING:
        raise smtplib.SMTPServerDisconnected(_text(text))
    return None if code in OK else _refusal(code, text)


def _content(message: EmailMessage) -> bytes:
    """Return a message as it is transmitted (RFC 5321, section 4.5.2), without its end."""
    content = message.message().as_bytes(linesep="\r\n")
    content = DOT.sub(b"..", content)
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def _refusal(code: int, text: bytes, *, is_about_message: bool = False) -> Delivery:
    answer = f"{code} {_text(text)}"
    status = STATUS.match(_text(text))
    is_full = bool(status) and status.groups()[1:] == MAILBOX_FULL
    is_permanent = code >= PERMANENT and not is_full
    outcome = DeliveryOutcome.REFUSED if is_permanent else DeliveryOutcome.DEFERRED
    return Delivery(outcome, answer, is_about_message)


def _text(answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())


def _sentence(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = gettext("The mail server refuses to send: %(answer)s")
        return text % {"answer": f"{error.smtp_code} {_text(error.smtp_error)}"}
    text = gettext("The mail server cannot be reached: %(reason)s")
    return text % {"reason": str(error) or type(error).__name__}
