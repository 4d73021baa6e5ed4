"""Reviews, settings of moderation, content gaps and undelivered mail."""

from editorial.models.content_gaps import ContentGap
from editorial.models.notifications import UndeliveredMail
from editorial.models.review import ReviewState, ReviewTask
from editorial.models.settings import ModerationSettings

__all__ = [
    "ContentGap",
    "ModerationSettings",
    "ReviewState",
    "ReviewTask",
    "UndeliveredMail",
]
