"""Blocks for documents, audio and video files on our own server."""

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.choosers import FileChooserBlock
from core.blocks.media import transcript_block
from documents.models import SiteDocument
from documents.recordings import AUDIO, RECORDINGS


class DocumentBlock(blocks.StructBlock):
    """A link to download a document."""

    document = FileChooserBlock()
    title = blocks.CharBlock(
        required=False, max_length=200, help_text=_("Only if it should differ from the file’s.")
    )

    def get_preview_value(self) -> blocks.StructValue:
        """Return a preview with a document of the site."""
        return self.normalize({"document": SiteDocument.objects.last()})

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        """Return the displayed title: that of the block or of the document."""
        document = value["document"]
        if value["title"]:
            return [value["title"]]
        if document and "title" in document.get_deferred_fields():  # within `deferred_choosers()`
            return list(SiteDocument.objects.filter(pk=document.pk).values_list("title", flat=True))
        return [document.title] if document else []

    class Meta:
        icon = "doc-full"
        template = "blocks/document.html"
        description = _("A file to download, with its type and size")


class RecordingBlock(blocks.StructBlock):
    """An audio or video file with a transcript."""

    file = FileChooserBlock(
        help_text=format_lazy(
            _("An audio or video file. Formats: {formats}."), formats=", ".join(RECORDINGS)
        )
    )
    title = blocks.CharBlock(max_length=200, help_text=_("The title of the recording."))
    caption = blocks.CharBlock(
        required=False,
        max_length=300,
        help_text=_("Displayed below it: who speaks, when and where."),
    )
    transcript = transcript_block(
        _("What is said and heard in the recording, for search and for people who cannot hear it.")
    )

    def get_preview_value(self) -> blocks.StructValue:
        """Return a preview with a recording of the site."""
        recordings = (doc for doc in SiteDocument.objects.all() if doc.file_extension in RECORDINGS)
        return self.normalize(
            {
                "file": next(recordings, None),
                "title": "An evening on the quay",
                "transcript": "<p>Good evening, and welcome.</p>",
            }
        )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Raise StructBlockValidationError for a file that browsers cannot play."""
        cleaned = super().clean(value)
        file = cleaned["file"]
        if file and file.file_extension.lower() not in RECORDINGS:
            message = gettext("This file cannot be played. Formats: %(formats)s.")
            error = ValidationError(message % {"formats": ", ".join(RECORDINGS)})
            raise blocks.StructBlockValidationError({"file": error})
        return cleaned

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Add whether the file is audio only."""
        context = super().get_context(value, parent_context)
        file = value["file"]
        context["is_audio"] = bool(file) and file.file_extension.lower() in AUDIO
        return context

    class Meta:
        icon = "media"
        template = "blocks/recording.html"
        description = _("An audio or video file on our own server, with a transcript")
