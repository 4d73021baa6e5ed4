"""Choices of articles: their formats."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """The format of an article."""

    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    INTERVIEW = "interview", _("Interview")
    REVIEW = "review", _("Review")
    STATEMENT = "statement", _("Statement")
    LONG_READ = "long-read", _("Long read")
    VIDEO = "video", _("Video")
    LETTER = "letter", _("Letter")


# Formats of longer texts, which readers read to the end.
ESSAYS = (Format.LONG_READ, Format.REVIEW)


class LeadImageWidth(models.TextChoices):
    """How wide the lead image of an article is; each is also a rendition spec."""

    COLUMN = "column", _("As wide as the text")
    LEAD = "lead", _("Wider than the text")
    FULL = "full", _("From edge to edge of the window")


# Formats for which schema.org has a more specific type than NewsArticle.
SCHEMA_TYPES = {
    Format.ANALYSIS: "AnalysisNewsArticle",
    Format.REVIEW: "ReviewNewsArticle",
    Format.LETTER: "OpinionNewsArticle",
}
