"""Venues of events."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from core.fields import ChoiceListField
from core.models import ProtectedWhileReferenced
from events.choices import venue_access_choices

# A postcode of the United Kingdom.
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)


class Venue(index.Indexed, ProtectedWhileReferenced):
    """A place where events are held."""

    name = models.CharField(max_length=200, help_text=_("The hall, pub or square."))
    address = models.TextField(blank=True, help_text=_("Street and postcode, without the town."))
    town = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, such as 51.4816. Negative south of the equator."),
    )
    longitude = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, such as -3.1791. Negative west of Greenwich."),
    )
    access_facts = ChoiceListField(
        _("access"),
        default=list,
        blank=True,
        choices_func=venue_access_choices,
        help_text=_("What the venue always has."),
    )
    access = models.TextField(
        _("more on access"),
        blank=True,
        help_text=_("Details for people who use a wheelchair or a hearing aid, for example."),
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
        """Return latitude and longitude in degrees (WGS 84), if known."""
        known = self.latitude is not None and self.longitude is not None
        return (self.latitude, self.longitude) if known else None

    @property
    def map_url(self) -> str:
        """Return the URL of the venue on OpenStreetMap, or an empty string."""
        if not self.coordinates:
            return ""
        latitude, longitude = self.coordinates
        place = f"?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
        return f"https://www.openstreetmap.org/{place}"

    @property
    def address_line(self) -> str:
        """Return name, street and town in one line."""
        return ", ".join([self.name, *self.address_lines])

    @property
    def address_lines(self) -> list[str]:
        """The lines of the postal address; a British postcode follows the town."""
        lines = list(filter(None, map(str.strip, self.address.splitlines())))
        town = [self.town] if self.town else []
        if lines and POSTCODE.fullmatch(lines[-1]):
            return [*lines[:-1], *town, lines[-1]]
        return [*lines, *town]

    def clean(self) -> None:
        """Require both coordinates or neither."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            message = gettext("Enter both latitude and longitude, or neither.")
            raise ValidationError({missing: message})
