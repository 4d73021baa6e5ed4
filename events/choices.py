"""Choices of event fields: accessibility features and statuses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccessFeature(TextChoices):
    """An accessibility feature of an event or a venue."""

    STEP_FREE = "step_free", _("Step-free")
    TOILET = "toilet", _("Accessible toilet")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    SIGN_LANGUAGE = "sign_language", _("Sign language")
    CAPTIONS = "captions", _("Captions")
    CHILDCARE = "childcare", _("Childcare")


VENUE_FEATURES = (AccessFeature.STEP_FREE, AccessFeature.TOILET, AccessFeature.HEARING_LOOP)


def access_choices() -> list[tuple[str, str]]:
    """Return the accessibility features that an event can have."""
    return AccessFeature.choices


def venue_access_choices() -> list[tuple[str, str]]:
    """Return the accessibility features that a venue can have."""
    return [(feature.value, feature.label) for feature in VENUE_FEATURES]


class Status(TextChoices):
    """Status of an event or of one occurrence, following schema.org's EventStatusType."""

    SCHEDULED = "scheduled", _("As planned")
    CANCELLED = "cancelled", _("Cancelled")
    POSTPONED = "postponed", _("Postponed")
    MOVED_ONLINE = "moved_online", _("Moved online")
    RESCHEDULED = "rescheduled", _("New date")
