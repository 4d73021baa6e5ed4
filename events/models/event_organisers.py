"""The organisers of an event, each with its role."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable
from wagtail.search import index


class EventOrganiserManager(models.Manager):
    """Who holds events, each with the organiser."""

    def get_queryset(self) -> models.QuerySet:
        """Join the organiser: none is shown without."""
        return super().get_queryset().select_related("organiser")


class OrganiserRole(models.TextChoices):
    """What an organiser does for an event."""

    ORGANISER = "organiser", "Organises it"
    CO_ORGANISER = "co_organiser", "Helps to organise it"


class EventOrganiser(Orderable):
    """That an organiser holds an event, perhaps with others."""

    page = ParentalKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="event_organisers"
    )
    organiser = models.ForeignKey(
        "events.Organiser", on_delete=models.CASCADE, related_name="events"
    )
    role = models.CharField(max_length=20, choices=OrganiserRole, default=OrganiserRole.ORGANISER)

    objects = EventOrganiserManager()

    panels = [FieldPanel("organiser"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "organiser"], name="one_invitation_each")
        ]

    def __str__(self) -> str:
        return str(self.organiser)


ORGANISER_SEARCH_FIELDS = [
    index.RelatedFields(
        "event_organisers",
        [index.RelatedFields("organiser", [index.SearchField("name", boost=1.5)])],
    )
]
