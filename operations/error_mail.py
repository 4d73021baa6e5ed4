"""Mail errors to the people who keep the site running."""

import logging
import threading
import time

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

INTERVAL_SECONDS = 60 * 60  # between two mails about errors at the same place
MAX_PLACES = 100


class ErrorMailHandler(logging.Handler):
    """Mail an error, at most once an hour for each place in the code.

    Django's handler also sends the form, the cookies and the settings; here it is the entry of the
    log alone. The mail does not pass through the database, which may be the cause.
    """

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.sent: dict[tuple[str, int], float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Send the entry in a thread, which a slow mail server may keep busy."""
        place = (record.pathname, record.lineno)
        is_recent = time.monotonic() - self.sent.get(place, -INTERVAL_SECONDS) < INTERVAL_SECONDS
        if is_recent or record.name.startswith("editorial.notifications"):
            return  # Of mail that cannot be sent, no mail is sent.
        if len(self.sent) >= MAX_PLACES:
            self.sent.clear()
        self.sent[place] = time.monotonic()
        try:
            text = f"{self.format(record)}\n\nFurther errors here are not mailed for an hour."
            subject = (record.getMessage().splitlines() or ["(no message)"])[0][:80]
        except Exception:
            self.handleError(record)
            return
        threading.Thread(target=_send, args=[subject, text], daemon=True).start()


def _send(subject: str, text: str) -> None:
    message = EmailMessage(f"Error: {subject}", text, settings.SERVER_EMAIL, settings.ERROR_MAIL)
    try:
        get_connection(settings.INNER_EMAIL_BACKEND).send_messages([message])
    except Exception as error:
        logging.getLogger(__name__).warning("An error was not mailed: %r", error)
