"""Documents: files that pages offer for download."""

from contextlib import suppress

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.search import index

from documents.recordings import RECORDINGS, duration_of


class SiteDocument(AbstractDocument):
    """A document with a description."""

    description = models.CharField(
        _("description"),
        max_length=250,
        blank=True,
        help_text=_(
            "One sentence that says what the file is and for whom. It appears beside the link."
        ),
    )

    # Seconds; of recordings whose file says it.
    duration = models.PositiveIntegerField(_("duration"), null=True, editable=False)

    admin_form_fields = ("title", "description", "file", "collection", "tags")
    search_fields = [*AbstractDocument.search_fields, index.SearchField("description")]

    class Meta(Document.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the document with the size and duration of its file, which pages display."""
        if self.file_size is None and self.file:
            with suppress(OSError):  # The file may be missing.
                self.file_size = self.file.size
        if self.file and (not self.file._committed or self.duration is None):
            self._set_duration()
        super().save(*args, **kwargs)

    def _set_duration(self) -> None:
        self.duration = None
        if self.file_extension.lower() in RECORDINGS:
            with suppress(OSError):
                self.duration = duration_of(self.file.file)
                if self.file._committed:
                    self.file.close()
