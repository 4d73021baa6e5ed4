"""Pages that belong together, of whatever type."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable, Page


class RelatedPage(Orderable):
    """That an editor put two pages together; each then leads to the other."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_links")
    related = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="related_from")

    panels = [PageChooserPanel("related")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "related"], name="one_link_for_each_pair")
        ]

    def __str__(self) -> str:
        return str(self.related)
