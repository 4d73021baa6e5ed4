"""Where the formats of articles lead."""

from django import template

from news.models import ArticlePage, FormatIndexPage

register = template.Library()


@register.simple_tag(takes_context=True)
def format_address(context: template.Context, article: ArticlePage) -> str:
    """Return the address of the page of an article's format, or nothing."""
    return FormatIndexPage.address_of(context.get("request"), "entry", article.format) or ""
