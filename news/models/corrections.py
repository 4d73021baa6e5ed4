"""What an article got wrong."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
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
    """An error that an article had when readers read it, and what is right.

    The `correction` of schema.org's NewsArticle.
    """

    page = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="corrections")
    date = models.DateField(default=localdate, help_text="The day on which it was put right.")
    text = RichTextField(
        features=["bold", "italic", "link"],
        help_text="What was wrong, and what is right: “The strike began on 3 May, not on 5 May.”",
    )

    panels = [FieldPanel("date"), FieldPanel("text")]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"


class CorrectionsPage(ListPage):
    """The list of all that articles got wrong: a publication that owns its errors is believed."""

    max_count = 1
    subpage_types = []

    class Meta:
        verbose_name = "corrections page"

    def get_corrections(self) -> models.QuerySet:
        """Return the corrections of articles that everybody may read, the latest first."""
        shown = visible(Page.objects.filter(articlepage__corrections__isnull=False)).values("pk")
        corrections = Correction.objects.filter(page__in=shown).select_related("page")
        return corrections.order_by("-date", "-pk")

    @path("")
    def list_corrections(self, request: HttpRequest) -> HttpResponse:
        """Show one part of the list."""
        corrections = paginate(self.get_corrections(), request, fetch=list)
        with prefetched_links(correction.text for correction in corrections):
            return self.render(request, context_overrides={"corrections": corrections}).render()
