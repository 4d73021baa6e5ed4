"""Articles in the vocabulary of schema.org."""

from django.db.models import Model
from wagtail.rich_text import get_text_for_indexing

from core.metadata.schema_org import schema_object
from images.choices import SOURCE_TYPES


def article_properties(article: Model) -> dict[str, object]:
    """Return the properties of a NewsArticle: headline, sources and corrections."""
    corrections = [
        schema_object(
            "CorrectionComment",
            text=get_text_for_indexing(correction.text),
            datePublished=correction.date.isoformat(),
        )
        for correction in article.corrections.all()
    ]
    adopted_by = article.adopted_by and schema_object("Organization", name=article.adopted_by)
    return {
        "headline": article.title,
        "isBasedOn": article.schema_original,
        "itemReviewed" if article.is_review else "isPartOf": article.schema_book,
        "sourceOrganization": adopted_by,
        "digitalSourceType": SOURCE_TYPES.get(article.ai_use),
        "correction": corrections,
    }
