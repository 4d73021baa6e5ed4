"""Who invites to events, and where they are held."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from core.models import KeptWhileUsed


class Organiser(index.Indexed, KeptWhileUsed):
    """A group or a person who holds events."""

    name = models.CharField(max_length=200, unique=True, help_text="As it follows “Organised by”.")
    url = models.URLField("website", blank=True, help_text="Their own website, if they have one.")

    panels = [FieldPanel("name"), FieldPanel("url")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Venue(index.Indexed, KeptWhileUsed):
    """A place where events are held."""

    name = models.CharField(max_length=200, help_text="The hall, pub or square.")
    address = models.TextField(
        blank=True, help_text="Street and postcode, as on an envelope, without the town."
    )
    town = models.CharField(max_length=120, blank=True)
    access = models.TextField(
        "access",
        blank=True,
        help_text="What somebody needs to know who uses a wheelchair or a hearing aid.",
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldPanel("town"),
        FieldPanel("access"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("town"),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}" if self.town else self.name


class EventOrganiserManager(models.Manager):
    """Who holds events, each with the organiser."""

    def get_queryset(self) -> models.QuerySet:
        """Join the organiser: none is shown without."""
        return super().get_queryset().select_related("organiser")


class EventOrganiser(Orderable):
    """That an organiser holds an event, perhaps with others."""

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="hosts")
    organiser = models.ForeignKey(Organiser, on_delete=models.CASCADE, related_name="events")

    objects = EventOrganiserManager()

    panels = [FieldPanel("organiser")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "organiser"], name="one_invitation_each")
        ]

    def __str__(self) -> str:
        return str(self.organiser)
