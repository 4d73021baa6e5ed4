"""The message of a mailing to one recipient."""

from email.utils import formatdate

from django.core.mail import EmailMultiAlternatives

from letters.models import Mailing, Recipient
from letters.rendering import UNSUBSCRIBE_URL


def message_to(recipient: Recipient, mailing: Mailing) -> EmailMultiAlternatives:
    """Return the message, with the headers of a list (RFC 2369, RFC 2919, RFC 8058).

    The recipient's own URL replaces whole addresses alone: as a part of another one, it would tell
    another site who follows the link.
    """
    headers = {"Message-ID": recipient.message_id, "Date": formatdate(localtime=True)}
    if mailing.list_id:
        headers["List-Id"] = f"<{mailing.list_id}>"
    if recipient.unsubscribe_url and not mailing.is_invitation:
        headers["List-Unsubscribe"] = f"<{recipient.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        mailing.subject,
        mailing.text.replace(f"<{UNSUBSCRIBE_URL}>", f"<{recipient.unsubscribe_url}>"),
        mailing.sender,
        [recipient.address],
        reply_to=[mailing.reply_to] if mailing.reply_to else None,
        headers=headers,
    )
    if mailing.html:
        html = mailing.html.replace(f'"{UNSUBSCRIBE_URL}"', f'"{recipient.unsubscribe_url}"')
        message.attach_alternative(html, "text/html")
    return message
