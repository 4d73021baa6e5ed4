"""Parts of pages that are the same on many of them."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from page_cache.memoize import cached

register = template.Library()


class CachedNode(template.Node):
    """Draws what stands within once in a generation."""

    def __init__(self, name: str, parts: list[FilterExpression], nodes: NodeList) -> None:
        """Take the name of the part, on what it depends, and what stands in it."""
        self.name, self.parts, self.nodes = name, parts, nodes

    def render(self, context: template.Context) -> SafeString:
        """Return what stands within; addresses differ by host, and words by language."""
        host = context["request"].get_host()
        parts = [self.name, host, get_language(), *(part.resolve(context) for part in self.parts)]
        return mark_safe(cached(repr(parts), lambda: self.nodes.render(context)))  # noqa: S308


@register.tag("cached")
def cached_tag(parser: Parser, token: Token) -> CachedNode:
    """Draw a part that depends on nothing but the site: `{% cached "footer" is_home %}`.

    What stands behind its name tells one kind of it from another.
    """
    _tag, name, *parts = token.split_contents()
    nodes = parser.parse(["endcached"])
    parser.delete_first_token()
    return CachedNode(name, [parser.compile_filter(part) for part in parts], nodes)
