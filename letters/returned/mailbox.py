"""The mailbox in which reports arrive, read over IMAP (RFC 3501)."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urlsplit

from letters.returned.reports import MAX_SIZE, ReportKind, take_report

TIMEOUT = 30  # seconds
MAX_MESSAGES = 500  # of one round
KINDS = {"imaps": imaplib.IMAP4_SSL, "imap": imaplib.IMAP4}


class MailboxError(Exception):
    """The mailbox cannot be read; the text is a sentence for administrators."""


@dataclass(frozen=True)
class Mailbox:
    """Where reports are: the parts of imaps://user:password@host:port/folder."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the parts of a URL. Raise ValueError if it is none."""
        parts = urlsplit(url)
        if parts.scheme not in KINDS or not parts.hostname or not parts.username:
            raise ValueError("Write imaps://user:password@mail.example.org/INBOX.")
        return cls(
            parts.scheme,
            parts.hostname,
            parts.port or (993 if parts.scheme == "imaps" else 143),
            unquote(parts.username),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
        )

    def take_reports(self) -> dict[ReportKind, int]:
        """Act on the unread messages, mark them as read, and return how many there were.

        A message is marked after it was acted on: a process that ends leaves it to the next.
        """
        counts = dict.fromkeys(ReportKind, 0)
        with self._open() as server:
            for number in self._unread(server)[:MAX_MESSAGES]:
                content = _fetch(server, number)
                if content is not None:
                    counts[take_report(content)] += 1
                server.uid("STORE", number, "+FLAGS", r"(\Seen)")
        return counts

    @contextmanager
    def _open(self) -> Iterator[imaplib.IMAP4]:
        try:
            server = KINDS[self.scheme](self.host, self.port, timeout=TIMEOUT)
        except OSError as error:
            raise MailboxError(f"The mailbox at {self.host} cannot be reached: {error}") from error
        try:
            server.login(self.user, self.password)
            state, answer = server.select(f'"{self.folder}"')
            if state != "OK":
                raise MailboxError(f"The folder {self.folder} cannot be opened: {_text(answer)}")
            yield server
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxError(f"The mailbox at {self.host} cannot be read: {error}") from error
        finally:
            _leave(server)

    def _unread(self, server: imaplib.IMAP4) -> list[str]:
        _state, answer = server.uid("SEARCH", "UNSEEN")
        return _text(answer).split()


def _fetch(server: imaplib.IMAP4, number: str) -> bytes | None:
    """Return a message without marking it; None if it is too large for a report."""
    _state, size = server.uid("FETCH", number, "(RFC822.SIZE)")
    digits = "".join(filter(str.isdigit, _text(size).rpartition("RFC822.SIZE")[2]))
    if digits and int(digits) > MAX_SIZE:
        return None
    _state, answer = server.uid("FETCH", number, "(BODY.PEEK[])")
    return next((part[1] for part in answer if isinstance(part, tuple)), None)


def _leave(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (imaplib.IMAP4.error, OSError):
        server.shutdown()


def _text(answer: list) -> str:
    return " ".join(part.decode(errors="replace") for part in answer if isinstance(part, bytes))
