"""The files that pages offer for download."""

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.search import index


class SiteDocument(AbstractDocument):
    """A file for readers, with a sentence on what it is."""

    description = models.CharField(
        max_length=250,
        blank=True,
        help_text="One sentence on what the file is and for whom, shown beside its link.",
    )

    admin_form_fields = ("title", "description", "file", "collection", "tags")
    search_fields = [*AbstractDocument.search_fields, index.SearchField("description")]

    class Meta(Document.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
