"""What an article got wrong."""

from django.db import models
from django.utils.timezone import localdate
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable


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
