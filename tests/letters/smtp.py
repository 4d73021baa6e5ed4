"""A mail server that remembers what it accepted, and can be told to fail."""

import contextlib
import socket
import threading
import time
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Faults:
    """What the server refuses.

    `recipients` has answers by address, each of which is given once, or always if it is a string.
    `answers` has answers to whole messages, in order. `cut` is the number of connections that end
    after a whole message, before the answer; `cut_at` is the number of the message at which one
    does.
    """

    def __init__(self):
        self.recipients, self.answers = {}, []
        self.sender = self.message = ""
        self.cut = self.cut_at = 0
        self.login = True
        self.seconds = 0.0  # of work for each message


class Handler:
    def __init__(self, faults):
        self.faults = faults
        self.accepted = []  # of pairs of an address and a Message-ID
        self.messages = []
        self.connections = set()
        self.keep = True
        self.lock = threading.Lock()

    async def handle_MAIL(self, _server, session, envelope, address, options):  # noqa: N802
        self.connections.add(session.peer)
        if self.faults.sender:
            return self.faults.sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, options):  # noqa: N802
        answer = self.faults.recipients.get(address)
        if isinstance(answer, list):
            answer = answer.pop(0) if answer else None
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        time.sleep(self.faults.seconds)
        if self.faults.message:
            return self.faults.message
        if self.faults.answers and (answer := self.faults.answers.pop(0)):
            return answer
        message = message_from_bytes(envelope.content, policy=policy.default)
        with self.lock:
            for address in envelope.rcpt_tos:
                self.accepted.append((address, message["Message-ID"]))
            if self.keep:
                self.messages.append(message)
        self.faults.cut_at -= 1
        if self.faults.cut or not self.faults.cut_at:
            self.faults.cut = max(self.faults.cut - 1, 0)
            server.transport.abort()
        return "250 2.0.0 Ok: queued"


class MailServer:
    """The server, which runs in a thread."""

    def __init__(self, faults, **options):
        self.faults, self.handler = faults, Handler(faults)
        with contextlib.closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = Controller(
            self.handler, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True, **options
        )

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_error):
        self.controller.stop()

    @property
    def addresses(self):
        """Return the addresses of all accepted messages, in order."""
        return [address for address, _message_id in self.handler.accepted]

    @property
    def log(self):
        """Return what the log of the server says about accepted messages."""
        lines = [f"message-id={key} to=<{address}>" for address, key in self.handler.accepted]
        return "\n".join(lines)


def authenticator(faults):
    """Return a function for the server that accepts a login unless it is told to refuse it."""
    return lambda *_arguments: AuthResult(success=faults.login, handled=False)


def use(settings, server):
    settings.INNER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
