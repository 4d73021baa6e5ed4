"""Findings of the page checks on live pages."""

from django.db import models
from wagtail.models import Page


class ContentGap(models.Model):
    """A finding of a page check on a live page, stored so that listings need not check pages."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="content_gaps")
    check_name = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
