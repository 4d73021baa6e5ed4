"""Corrections of articles, and the page that lists them."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from core.index_pages import ListPage
from core.listing import paginate
from core.queries import visible
from core.rich_text import prefetched_links


class Correction(Orderable):
    """A correction of a published article (schema.org: CorrectionComment)."""

    page = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="corrections")
    date = models.DateField(
        _("date"), default=localdate, help_text=_("The day on which you corrected the error.")
    )
    text = RichTextField(
        _("text"),
        features=["bold", "italic", "link"],
        help_text=_(
            "What was wrong, and what is right: “The strike began on 3 May, not on 5 May.”"
        ),
    )

    panels = [FieldPanel("date"), FieldPanel("text")]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"


class CorrectionsPage(ListPage):
    """The page that lists all corrections."""

    page_description = _("Lists the corrections of all articles.")
    max_count = 1
    subpage_types = []

    class Meta:
        verbose_name = _("corrections page")

    def get_corrections(self) -> models.QuerySet:
        """Return the corrections of visible articles, the latest first."""
        articles = visible(Page.objects.filter(articlepage__corrections__isnull=False)).values("pk")
        corrections = Correction.objects.filter(page__in=articles).select_related("page")
        return corrections.order_by("-date", "-pk")

    @path("")
    def list_corrections(self, request: HttpRequest) -> HttpResponse:
        """Render one page of the listing."""
        corrections = paginate(self.get_corrections(), request, fetch=list)
        with prefetched_links(correction.text for correction in corrections):
            return self.render(request, context_overrides={"corrections": corrections}).render()
