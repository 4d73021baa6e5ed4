"""Blocks of files that we keep ourselves."""

from django.core.exceptions import ValidationError
from wagtail import blocks

from core.blocks.choosers import FileChooserBlock
from core.blocks.media import transcript
from documents.models import SiteDocument
from documents.recordings import AUDIO, RECORDINGS


class DocumentBlock(blocks.StructBlock):
    """A file to download."""

    document = FileChooserBlock()
    title = blocks.CharBlock(
        required=False, max_length=200, help_text="Only where the file’s own title will not do."
    )

    def get_preview_value(self) -> blocks.StructValue:
        """Preview the block with a file of the site."""
        return self.normalize({"document": SiteDocument.objects.last()})

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        """Return what readers see: the title that it has here, or the file’s own."""
        file = value["document"]
        if value["title"]:
            return [value["title"]]
        if file and "title" in file.get_deferred_fields():  # Of a page that is drawn it is known.
            return list(SiteDocument.objects.filter(pk=file.pk).values_list("title", flat=True))
        return [file.title] if file else []

    class Meta:
        icon = "doc-full"
        template = "blocks/document.html"
        description = "A file to download, with its kind and size"


class RecordingBlock(blocks.StructBlock):
    """Sound or a film from our own server, with its words."""

    file = FileChooserBlock(help_text=f"A document of one of the kinds {', '.join(RECORDINGS)}.")
    title = blocks.CharBlock(max_length=200, help_text="What the recording is called.")
    caption = blocks.CharBlock(
        required=False, max_length=300, help_text="Printed below it: who speaks, when and where."
    )
    transcript = transcript("the recording")

    def get_preview_value(self) -> blocks.StructValue:
        """Preview the block with a recording of the site."""
        recordings = (doc for doc in SiteDocument.objects.all() if doc.file_extension in RECORDINGS)
        return self.normalize(
            {
                "file": next(recordings, None),
                "title": "An evening on the quay",
                "transcript": "<p>Good evening, and welcome.</p>",
            }
        )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse a file that no browser plays."""
        cleaned = super().clean(value)
        file = cleaned["file"]
        if file and file.file_extension.lower() not in RECORDINGS:
            sentence = f"This file cannot be played. Choose one of {', '.join(RECORDINGS)}."
            raise blocks.StructBlockValidationError({"file": ValidationError(sentence)})
        return cleaned

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Tell the template whether there is only something to hear."""
        context = super().get_context(value, parent_context)
        file = value["file"]
        context["is_audio"] = bool(file) and file.file_extension.lower() in AUDIO
        return context

    class Meta:
        icon = "media"
        template = "blocks/recording.html"
        description = "Sound or a film kept on our own server, with a transcript"
