"""Blocks of pictures, and of videos on other sites."""

from django.core.exceptions import ValidationError
from wagtail import blocks

from core.blocks.choosers import PictureBlock, PosterChooserBlock
from core.video import VideoLink
from images.models import SiteImage

SAMPLE_VIDEO = {
    "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
    "title": "A film night on the quay",
    "caption": "Recorded last summer",
}


def transcript(what: str) -> blocks.RichTextBlock:
    """Return the field for the words of a recording."""
    return blocks.RichTextBlock(
        required=False,
        features=["bold", "italic", "link", "ol", "ul"],
        help_text=f"What is said and heard in {what}: for search, and for those who cannot hear.",
    )


class FigureBlock(blocks.StructBlock):
    """A picture within the text."""

    image = PictureBlock()
    caption = blocks.CharBlock(
        required=False, max_length=300, help_text="Printed below the picture."
    )
    credit = blocks.CharBlock(
        required=False,
        max_length=200,
        help_text="Only where it differs from the credit of the image itself.",
    )

    def get_preview_value(self) -> blocks.StructValue:
        """Preview the block with a picture of the site."""
        value = self.normalize({"caption": "The caption of a picture"})
        value["image"] = SiteImage.objects.last()
        return value

    class Meta:
        icon = "image"
        template = "blocks/figure.html"
        description = "A picture with its caption and credit"


class GalleryBlock(blocks.StructBlock):
    """Pictures that belong together, side by side."""

    pictures = blocks.ListBlock(FigureBlock(), min_num=2, max_num=24)

    def get_preview_value(self) -> blocks.StructValue:
        """Preview the block with pictures of the site."""
        pictures = [{"caption": "", "credit": ""}] * 2
        value = self.normalize({"pictures": pictures})
        for picture, image in zip(value["pictures"], SiteImage.objects.all(), strict=False):
            picture["image"] = image
        return value

    class Meta:
        icon = "image"
        template = "blocks/gallery.html"
        description = "Two pictures or more, side by side, each with caption and credit"


class VideoBlock(blocks.StructBlock):
    """A video on another site, of which nothing is fetched before a reader asks for it."""

    url = blocks.URLBlock(
        label="Address of the video",
        help_text="The page of the video on YouTube, Vimeo or elsewhere. Nothing is loaded from "
        "there until a reader presses play.",
    )
    title = blocks.CharBlock(max_length=200, help_text="What the video is called.")
    poster = PosterChooserBlock(
        required=False, help_text="The picture shown before the video plays, kept on our site."
    )
    caption = blocks.CharBlock(required=False, max_length=300, help_text="Printed below the video.")
    transcript = transcript("the video")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse an address of a known host on which there is no video."""
        cleaned = super().clean(value)
        if not cleaned["url"]:
            return cleaned
        try:
            VideoLink.parse(cleaned["url"])
        except ValueError as error:
            raise blocks.StructBlockValidationError({"url": ValidationError(str(error))}) from error
        return cleaned

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Offer the template the addresses to watch and to embed."""
        context = super().get_context(value, parent_context)
        context["video"] = VideoLink.lenient(value["url"])
        return context

    class Meta:
        icon = "media"
        template = "blocks/video.html"
        description = "A video that loads only after a click, with a plain link for the others"
        preview_value = SAMPLE_VIDEO
