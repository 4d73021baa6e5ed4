"""Choices of events: accessibility features and the status of an event."""

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccessFeature(TextChoices):
    """A fact that somebody has to know before they come."""

    STEP_FREE = "step_free", _("Step-free")
    TOILET = "toilet", _("Accessible toilet")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    SIGN_LANGUAGE = "sign_language", _("Sign language")
    CAPTIONS = "captions", _("Captions")
    CHILDCARE = "childcare", _("Childcare")


OF_VENUES = (AccessFeature.STEP_FREE, AccessFeature.TOILET, AccessFeature.HEARING_LOOP)


def access_choices() -> list[tuple[str, str]]:
    """Return what an event can offer."""
    return AccessFeature.choices


def venue_access_choices() -> list[tuple[str, str]]:
    """Return what a place can offer."""
    return [(fact.value, fact.label) for fact in OF_VENUES]


class Status(models.TextChoices):
    """What became of an event or of one date, in the words of schema.org's EventStatusType."""

    SCHEDULED = "scheduled", _("As planned")
    CANCELLED = "cancelled", _("Cancelled")
    POSTPONED = "postponed", _("Postponed")
    MOVED_ONLINE = "moved_online", _("Moved online")
    RESCHEDULED = "rescheduled", _("New date")
