"""Mailing lists, their subscribers, and what is sent to them."""

from letters.models.mailings import ANSWER_TIME, Mailing, Recipient, RecipientState
from letters.models.pages import LetterIndexPage, LetterPage
from letters.models.subscribers import EndReason, MailingList, Source, Subscriber, Subscription

__all__ = [
    "ANSWER_TIME",
    "EndReason",
    "LetterIndexPage",
    "LetterPage",
    "Mailing",
    "MailingList",
    "Recipient",
    "RecipientState",
    "Source",
    "Subscriber",
    "Subscription",
]
