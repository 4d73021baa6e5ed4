"""Links between related pages of any type."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable, Page


class Relation(models.TextChoices):
    """The role of a related page."""

    READING = "reading", _("Further reading")
    REPORT = "report", _("A report on this page")


class RelatedPage(Orderable):
    """A link between two pages, which is displayed on both of them."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_links")
    related = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="related_from")
    relation = models.CharField(
        _("relation"), max_length=20, choices=Relation, default=Relation.READING
    )

    panels = [PageChooserPanel("related")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "related"], name="one_link_for_each_pair")
        ]

    def __str__(self) -> str:
        return str(self.related)
