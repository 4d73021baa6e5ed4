"""Pages that belong together, of whatever type."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable, Page


class Relation(models.TextChoices):
    """What the other page is to a page."""

    READING = "reading", "To read next"
    REPORT = "report", "A report of it"


class RelatedPage(Orderable):
    """That an editor put two pages together; each then leads to the other."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_links")
    related = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="related_from")
    relation = models.CharField(
        "what it is", max_length=20, choices=Relation, default=Relation.READING
    )

    panels = [PageChooserPanel("related")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "related"], name="one_link_for_each_pair")
        ]

    def __str__(self) -> str:
        return str(self.related)
