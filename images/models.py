"""The pictures of the site, each with whose it is and on what terms it is used."""

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index


class Licence(models.TextChoices):
    """Terms on which a picture is used; the Creative Commons codes are those of SPDX."""

    PERMISSION = "permission", "Used by permission"
    OWN = "own", "Our own"
    PUBLIC_DOMAIN = "public-domain", "Public domain"
    CC0 = "CC0-1.0", "CC0 1.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC_BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"


class SiteImage(AbstractImage):
    """A picture with its credit, its source and its licence."""

    credit = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who made the picture, as it should be printed beside it: “Ada Example”.",
    )
    source_url = models.URLField(
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

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "source_url",
        "licence",
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


class SiteRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]
