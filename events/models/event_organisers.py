"""Organisers of an event, with their roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable
from wagtail.search import index


class EventOrganiserManager(models.Manager):
    """Links between events and organisers, joined with the organiser."""

    def get_queryset(self) -> models.QuerySet:
        """Join the organiser, which every use of a link displays."""
        return super().get_queryset().select_related("organiser")


class OrganiserRole(models.TextChoices):
    """Role of an organiser in an event."""

    ORGANISER = "organiser", _("Organiser")
    CO_ORGANISER = "co_organiser", _("Co-organiser")


class EventOrganiser(Orderable):
    """An organiser of an event."""

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
            models.UniqueConstraint(fields=["page", "organiser"], name="unique_event_organiser")
        ]

    def __str__(self) -> str:
        return str(self.organiser)


ORGANISER_SEARCH_FIELDS = [
    index.RelatedFields(
        "event_organisers",
        [index.RelatedFields("organiser", [index.SearchField("name", boost=1.5)])],
    )
]
