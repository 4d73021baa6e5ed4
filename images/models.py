"""Images with their credit and licence, and their renditions."""

from os.path import splitext

from django import forms
from django.core.files.base import ContentFile
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page
from wagtail.search import index

from images.choices import AiUse, Licence
from images.memory import one_image_at_a_time
from images.metadata import EmbeddedMetadata
from images.sanitize import SanitizedImage, sanitize_image

MAX_STEM, SECRET_LENGTH = 60, 12  # characters


class WebAddressField(models.URLField):
    """A URL field that assumes https for a URL without a scheme, as Django 6 does."""

    def formfield(self, **kwargs: object) -> forms.Field:
        """Return the form field with `assume_scheme`."""
        return super().formfield(**{"assume_scheme": "https"} | kwargs)

    def deconstruct(self) -> tuple:
        """Return Django's path, because the database does not change."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class SiteImage(AbstractImage):
    """An image with credit, source and licence."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made the image, as it should be printed beside it: “Ada Example”."),
    )
    source_url = WebAddressField(
        _("source"),
        max_length=500,
        blank=True,
        help_text=_("The web page where you found the image, if it comes from the web."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=20,
        choices=Licence,
        blank=True,
        help_text=_("The terms on which we may use the image."),
    )

    ai_use = models.CharField(
        _("use of AI"),
        max_length=20,
        choices=AiUse,
        blank=True,
        help_text=_("Whether AI made the image or a part of it. Readers see a note."),
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
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """The description; never the title, which is often only a file name."""
        return self.description

    def save(self, *args: object, **kwargs: object) -> None:
        """Sanitize a new file before saving, and fill empty fields from its metadata.

        Raises ValidationError if the file is not an image that the site accepts.
        """
        if self.file and not self.file._committed:
            if not isinstance(self.file.file, SanitizedImage):
                self.file = sanitize_image(self.file.file)
            self._fill_empty_fields(self.file.file.metadata)
        super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        """Return the path of the file, with letters that its renditions inherit.

        Renditions are served to everybody who knows their name, also those of unpublished pages, so
        that it must not be guessed. It is the same for the same file name, as an interrupted import
        removes what it has left.
        """
        stem, suffix = splitext(filename)
        secret = salted_hmac("images.SiteImage", filename).hexdigest()[:SECRET_LENGTH]
        return super().get_upload_to(f"{stem[:MAX_STEM]}-{secret}{suffix}")

    def generate_rendition_file(self, *args: object, **kwargs: object) -> ContentFile:
        """Return the file of a rendition, made while no other thread works on an image."""
        with one_image_at_a_time():
            return super().generate_rendition_file(*args, **kwargs)

    def _fill_empty_fields(self, metadata: EmbeddedMetadata) -> None:
        self.credit = self.credit or metadata.credit
        self.source_url = self.source_url or metadata.source_url
        self.licence = self.licence or metadata.licence
        self.description = self.description or metadata.description


class SiteRendition(AbstractRendition):
    """An image in one size and format."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]


class SharingCard(models.Model):
    """The drawn picture that links to a page show on other sites if it has no image.

    Its name contains a secret made of all that is drawn, so that it changes with the content.
    """

    wagtail_reference_index_ignore = True

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(max_length=200, blank=True)  # empty if the page has an image
    is_current = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.file.name
