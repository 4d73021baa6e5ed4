"""Mailings for tests."""

from letters.models import Mailing, Recipient


def create_mailing(number, **values):
    usual = {
        "subject": "The tide turns",
        "sender": "The Slipway <letters@slipway.example>",
        "reply_to": "desk@slipway.example",
        "list_id": "weekly.slipway.example",
        "text": "The boat left at six.\n.\n<https://unsubscribe.invalid/>\n",
        "html": '<p>The boat left at six.</p><a href="https://unsubscribe.invalid/">Leave</a>',
    }
    mailing = Mailing.objects.create(**usual | values)
    Recipient.objects.add(
        mailing,
        {f"r{i}@example.org": f"https://slipway.example/leave/{i}/" for i in range(number)},
    )
    return mailing
