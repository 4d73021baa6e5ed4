"""Articles, their sections and their series."""

from news.models.corrections import Correction, CorrectionsPage
from news.models.format_pages import FormatIndexPage
from news.models.pages import ArticleIndexPage, ArticlePage, ArticlePageQuerySet
from news.models.series import SeriesPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "ArticlePageQuerySet",
    "Correction",
    "CorrectionsPage",
    "FormatIndexPage",
    "SeriesPage",
]
