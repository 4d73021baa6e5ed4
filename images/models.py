"""The pictures of the site, each with whose it is and on what terms it is used."""

from django import forms
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index

from images.choices import AiUse, Licence
from images.metadata import EmbeddedMetadata
from images.sanitize import SanitizedImage, sanitize_image


class WebAddressField(models.URLField):
    """A URL field that assumes https for addresses typed without a scheme, as Django 6 will."""

    def formfield(self, **kwargs: object) -> forms.Field:
        """Return the form field."""
        return super().formfield(**{"assume_scheme": "https"} | kwargs)


class SiteImage(AbstractImage):
    """A picture with its credit, its source and its licence."""

    credit = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who made the picture, as it should be printed beside it: “Ada Example”.",
    )
    source_url = WebAddressField(
        "source",
        max_length=500,
        blank=True,
        help_text="The page where the picture was found, if it comes from the web.",
    )
    licence = models.CharField(
        max_length=20,
        choices=Licence,
        blank=True,
        help_text="On what terms we may use it.",
    )

    ai_use = models.CharField(
        "use of AI",
        max_length=20,
        choices=AiUse,
        blank=True,
        help_text="Whether software drew some of the picture, or all of it. Readers are told.",
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "source_url",
        "licence",
        "ai_use",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(Image.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    @property
    def default_alt_text(self) -> str:
        """The description an editor gave, or nothing: a file's title describes no picture."""
        return self.description

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the picture; of a new file nothing is kept but what is seen, and whose it is.

        Raises ValidationError where the file is no picture that the site takes.
        """
        if self.file and not self.file._committed:
            if not isinstance(self.file.file, SanitizedImage):
                self.file = sanitize_image(self.file.file)
            self._take(self.file.file.rights)
        super().save(*args, **kwargs)

    def _take(self, rights: EmbeddedMetadata) -> None:
        """Take over what the file says where the editor says nothing."""
        self.credit = self.credit or rights.credit
        self.source_url = self.source_url or rights.source_url
        self.licence = self.licence or rights.licence
        self.description = self.description or rights.description


class SiteRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]
