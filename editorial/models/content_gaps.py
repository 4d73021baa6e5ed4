"""What is public, and lacks something that readers need."""

from django.db import models
from wagtail.models import Page


class PublishedFinding(models.Model):
    """A house rule that a public page breaks: kept, so that lists of pages need not look."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="published_findings")
    rule = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return the sentence that editors read."""
        return self.text
