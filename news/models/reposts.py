"""Reposts: articles that first appeared elsewhere, or long ago."""

from dataclasses import replace
from datetime import timedelta

from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from core.metadata.citations import Citation
from core.metadata.schema_org import schema_object
from images.models import WebAddressField

MIN_ARCHIVE_AGE = timedelta(days=366)


class RepostMixin(models.Model):
    """A page that may have been published elsewhere before."""

    source_publication = models.CharField(
        _("first published in"),
        max_length=200,
        blank=True,
        help_text=_(
            "Only for reposts: the publication where it first appeared. The notice for reposts "
            "from the settings is printed below it."
        ),
    )
    source_url = WebAddressField(
        _("web address of the original"), blank=True, help_text=_("Where to read the original.")
    )
    source_date = models.DateField(
        _("date of the original"),
        null=True,
        blank=True,
        help_text=_(
            "When the original appeared. If that was more than a year earlier, the article is "
            "marked as “From the archive”."
        ),
    )
    source_credit = models.CharField(
        _("original credit"),
        max_length=200,
        blank=True,
        help_text=_("The author named in the original, if different from our byline."),
    )
    source_terms = models.CharField(
        _("permission"),
        max_length=200,
        blank=True,
        help_text=_(
            "The terms on which we print it: “By permission of the author”, “CC BY-SA 4.0”."
        ),
    )
    editors_note = RichTextField(
        _("editor’s note"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_(
            "Printed before the text: for example why you repost the article now, or what has "
            "happened since."
        ),
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
            heading=_("Repost"),
            classname="collapsed",
        )
    ]
    editors_note_panels = [
        MultiFieldPanel(
            [FieldPanel("editors_note")], heading=_("Editor’s note"), classname="collapsed"
        )
    ]
    repost_search_fields = [
        index.SearchField("source_publication"),
        index.SearchField("source_credit"),
        index.SearchField("editors_note"),
    ]

    class Meta:
        abstract = True

    def canonical_url(self, request: HttpRequest) -> str:
        """Return the URL of the original for a repost, else the URL of the page."""
        return self.source_url or super().canonical_url(request)

    def citation(self, request: HttpRequest) -> Citation:
        """Return the citation, with the publication and the date of the original."""
        citation = super().citation(request)
        if not self.source_publication:
            return citation
        day = self.source_date
        date = (day.year, day.month, day.day) if day else ()
        return replace(citation, publisher=self.source_publication, date=date)

    @property
    def is_from_archive(self) -> bool:
        """Whether it first appeared more than a year before it was published here."""
        published = self.published_time
        return bool(self.source_date and published) and (
            localtime(published).date() - self.source_date > MIN_ARCHIVE_AGE
        )

    @property
    def schema_original(self) -> dict[str, object] | None:
        """The original of a repost as a schema.org object."""
        if not self.source_publication:
            return None
        return schema_object(
            "CreativeWork",
            name=self.source_publication,
            url=self.source_url,
            datePublished=self.source_date and self.source_date.isoformat(),
            creditText=self.source_credit,
            usageInfo=self.source_terms,
        )
