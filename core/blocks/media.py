"""Blocks for images, and for videos on other sites."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.choosers import PictureBlock, PosterChooserBlock
from core.video import VideoLink
from images.models import SiteImage

SAMPLE_VIDEO = {
    "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
    "title": "A film night on the quay",
    "caption": "Recorded last summer",
}


def transcript_block(help_text: Promise) -> blocks.RichTextBlock:
    """Return a block for the transcript of a recording or a video."""
    features = ["bold", "italic", "link", "ol", "ul"]
    return blocks.RichTextBlock(required=False, features=features, help_text=help_text)


class FigureBlock(blocks.StructBlock):
    """An image with a caption and a credit."""

    image = PictureBlock()
    caption = blocks.CharBlock(
        required=False, max_length=300, help_text=_("Displayed below the image.")
    )
    credit = blocks.CharBlock(
        required=False,
        max_length=200,
        help_text=_("Only if it differs from the credit of the image itself."),
    )

    def get_preview_value(self) -> blocks.StructValue:
        """Return a preview with an image of the site."""
        value = self.normalize({"caption": "The caption of an image"})
        value["image"] = SiteImage.objects.last()
        return value

    class Meta:
        icon = "image"
        template = "blocks/figure.html"
        description = _("An image with its caption and credit")


class GalleryBlock(blocks.StructBlock):
    """Several images side by side."""

    pictures = blocks.ListBlock(FigureBlock(), min_num=2, max_num=24, label=_("Images"))

    def get_preview_value(self) -> blocks.StructValue:
        """Return a preview with images of the site."""
        value = self.normalize({"pictures": [{"caption": "", "credit": ""}] * 2})
        for figure, image in zip(value["pictures"], SiteImage.objects.all(), strict=False):
            figure["image"] = image
        return value

    class Meta:
        icon = "image"
        template = "blocks/gallery.html"
        description = _("Two or more images side by side, each with a caption and credit")


class VideoBlock(blocks.StructBlock):
    """A video on another site, which loads only when a reader plays it."""

    url = blocks.URLBlock(
        label=_("Web address of the video"),
        help_text=_(
            "The page of the video on YouTube, Vimeo or elsewhere. Nothing loads from there until "
            "a reader presses play."
        ),
    )
    title = blocks.CharBlock(max_length=200, help_text=_("The title of the video."))
    poster = PosterChooserBlock(
        required=False, help_text=_("The image displayed before the video plays.")
    )
    caption = blocks.CharBlock(
        required=False, max_length=300, help_text=_("Displayed below the video.")
    )
    transcript = transcript_block(
        _("What is said and heard in the video, for search and for people who cannot hear it.")
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Raise StructBlockValidationError if a known host has no video at this URL."""
        cleaned = super().clean(value)
        if not cleaned["url"]:
            return cleaned
        try:
            VideoLink.parse(cleaned["url"])
        except ValueError as error:
            raise blocks.StructBlockValidationError({"url": ValidationError(str(error))}) from error
        return cleaned

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Add the URLs to watch and to embed the video."""
        context = super().get_context(value, parent_context)
        context["video"] = VideoLink.parse_or_link(value["url"])
        return context

    class Meta:
        icon = "media"
        template = "blocks/video.html"
        description = _("A video that loads only when a reader plays it")
        preview_value = SAMPLE_VIDEO
