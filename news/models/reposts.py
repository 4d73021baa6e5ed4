"""Where an article appeared first, if that was elsewhere or long ago."""

from dataclasses import replace
from datetime import timedelta

from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localtime
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from core.metadata.citations import Citation
from core.metadata.schema_org import thing

ARCHIVE_AGE = timedelta(days=366)


class RepostMixin(models.Model):
    """A page whose text may have been printed before."""

    source_publication = models.CharField(
        "first published in",
        max_length=200,
        blank=True,
        help_text="Only for a repost: the publication where it appeared first. The notice for "
        "reposts of the settings is printed below it.",
    )
    source_url = models.URLField(
        "address of the original", blank=True, help_text="Where the original can be read."
    )
    source_date = models.DateField(
        "date of the original",
        null=True,
        blank=True,
        help_text="When it appeared there. What is more than a year older than its publication "
        "here is marked as from the archive.",
    )
    source_credit = models.CharField(
        "credit there",
        max_length=200,
        blank=True,
        help_text="Who is named as its author there, where that differs from our byline.",
    )
    source_terms = models.CharField(
        "permission",
        max_length=200,
        blank=True,
        help_text="On what terms we print it: “By permission of the author”, “CC BY-SA 4.0”.",
    )
    editors_note = RichTextField(
        "editor’s note",
        blank=True,
        features=["bold", "italic", "link"],
        help_text="Printed before the text: why a piece from the archive stands here now, what "
        "happened since.",
    )

    repost_panels = [
        MultiFieldPanel(
            [
                FieldPanel("source_publication"),
                FieldPanel("source_url"),
                FieldPanel("source_date"),
                FieldPanel("source_credit"),
                FieldPanel("source_terms"),
            ],
            heading="Repost",
            classname="collapsed",
        )
    ]
    editors_note_panels = [FieldPanel("editors_note")]
    repost_search_fields = [
        index.SearchField("source_publication"),
        index.SearchField("source_credit"),
        index.SearchField("editors_note"),
    ]

    class Meta:
        abstract = True

    def canonical_url(self, request: HttpRequest) -> str:
        """Return the address of the original of a repost, else its own."""
        return self.source_url or super().canonical_url(request)

    def citation(self, request: HttpRequest) -> Citation:
        """Return what others have to know to find it again: where it appeared first."""
        cited = super().citation(request)
        if not self.source_publication:
            return cited
        day = self.source_date
        date = (day.year, day.month, day.day) if day else ()
        return replace(cited, publisher=self.source_publication, date=date)

    @property
    def is_from_archive(self) -> bool:
        """Whether it first appeared more than a year before it was published here."""
        published = self.published_time
        return bool(self.source_date and published) and (
            localtime(published).date() - self.source_date > ARCHIVE_AGE
        )

    @property
    def schema_original(self) -> dict[str, object] | None:
        """The original of a repost, in the words of schema.org."""
        if not self.source_publication:
            return None
        return thing(
            "CreativeWork",
            name=self.source_publication,
            url=self.source_url,
            datePublished=self.source_date and self.source_date.isoformat(),
            creditText=self.source_credit,
            usageInfo=self.source_terms,
        )
