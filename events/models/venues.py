"""Venues: the places of events."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from core.fields import ChoiceListField
from core.models import ProtectedWhileReferenced
from events.choices import venue_access_choices


class Venue(index.Indexed, ProtectedWhileReferenced):
    """A place where events are held."""

    name = models.CharField(max_length=200, help_text="The hall, pub or square.")
    address = models.TextField(
        blank=True, help_text="Street and postcode, as on an envelope, without the town."
    )
    town = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text="In degrees, as maps show it: 51.4816; south of the equator with a minus.",
    )
    longitude = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text="In degrees: -3.1791; west of Greenwich with a minus.",
    )
    access_facts = ChoiceListField(
        "access",
        default=list,
        blank=True,
        offered=venue_access_choices,
        help_text="What is always there, whatever the event.",
    )
    access = models.TextField(
        "more on access",
        blank=True,
        help_text="What somebody needs to know who uses a wheelchair or a hearing aid.",
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldPanel("town"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("access_facts"),
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

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Where it is on a map: latitude and longitude in degrees (WGS 84)."""
        known = self.latitude is not None and self.longitude is not None
        return (self.latitude, self.longitude) if known else None

    @property
    def map_address(self) -> str:
        """Where a map shows it: a link that tells nobody before it is followed."""
        if not self.coordinates:
            return ""
        latitude, longitude = self.coordinates
        return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"

    @property
    def address_line(self) -> str:
        """Where it is, in a line: name, street and town."""
        return ", ".join(filter(None, [self.name, *self.address.splitlines(), self.town]))

    def clean(self) -> None:
        """Ask for both coordinates, or for none."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: "Give both latitude and longitude, or neither."})
