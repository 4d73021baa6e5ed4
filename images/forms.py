"""The form with which pictures are uploaded."""

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from images.sanitize import SanitizedImage, readable, sanitize_image


class PictureField(WagtailImageField):
    """Draws an uploaded picture anew, or says why it cannot."""

    def to_python(self, data: object) -> SanitizedImage | None:
        """Return the picture as it will be kept; raises ValidationError for what is none."""
        with readable():
            file = super().to_python(data)
        return file and sanitize_image(file)


class SiteImageForm(BaseImageForm):
    """Wagtail's form, with a field that keeps nothing but the picture."""

    file = PictureField(label="File", widget=BaseImageForm.Meta.widgets["file"])
