"""Reviews, settings of moderation, content gaps, undelivered mail and withdrawals."""

from editorial.models.content_gaps import ContentGap
from editorial.models.notifications import UndeliveredMail
from editorial.models.review import ReviewState, ReviewTask
from editorial.models.settings import ModerationSettings
from editorial.models.withdrawals import Withdrawal

__all__ = [
    "ContentGap",
    "ModerationSettings",
    "ReviewState",
    "ReviewTask",
    "UndeliveredMail",
    "Withdrawal",
]
