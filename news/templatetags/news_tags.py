"""Template tags of articles."""

from django import template

from news.models import ArticlePage, FormatIndexPage

register = template.Library()


@register.simple_tag(takes_context=True)
def format_url(context: template.Context, article: ArticlePage) -> str:
    """Return the URL of the listing of an article's format, or an empty string."""
    return FormatIndexPage.route_url(context.get("request"), "entry", article.format) or ""
