"""The form for uploading images."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from images.sanitize import SanitizedImage, readable, sanitize_image


class SanitizedImageField(WagtailImageField):
    """A field that re-encodes an uploaded image."""

    def to_python(self, data: object) -> SanitizedImage | None:
        """Return the sanitized image. Raise ValidationError if the file is not a valid image."""
        with readable():
            file = super().to_python(data)
        return file and sanitize_image(file)

    def check_image_pixel_size(self, _file: object) -> None:
        """Do nothing: Wagtail decodes the image to count its pixels.

        `sanitize_image()` reads them from the header.
        """


class SiteImageForm(BaseImageForm):
    """Wagtail's form with a field that strips all metadata from the file."""

    file = SanitizedImageField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].help_text = _(
            "What the picture shows, for people who cannot see it. Pages with the picture begin "
            "with it as alternative text, and can change it."
        )
        self.fields["credit"].help_text = _(
            "Who made the image, as it should be printed beside it: “Ada Example”. Pages with an "
            "image without a credit are usually not published."
        )
        if "file" in (self._meta.exclude or ()):  # after an upload of several images
            del self.fields["file"]
