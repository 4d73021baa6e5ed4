"""An article in the words of schema.org."""

from django.db.models import Model
from django.utils.html import strip_tags

from core.structured_data import thing


def article_properties(article: Model) -> dict[str, object]:
    """Return the headline of an article, where it comes from and what it got wrong."""
    original = thing(
        "CreativeWork",
        name=article.source_publication,
        url=article.source_url,
        datePublished=article.source_date and article.source_date.isoformat(),
        creditText=article.source_credit,
        usageInfo=article.source_terms,
    )
    corrections = [
        thing(
            "CorrectionComment",
            text=strip_tags(correction.text),
            datePublished=correction.date.isoformat(),
        )
        for correction in article.corrections.all()
    ]
    return {
        "headline": article.title,
        "isBasedOn": original if article.source_publication else None,
        "correction": corrections,
    }
