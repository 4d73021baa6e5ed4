"""Cache fragments that are the same on many pages."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from page_cache.memoize import cached

register = template.Library()


class CachedNode(template.Node):
    """A fragment of a template that is rendered once per cache generation."""

    def __init__(self, name: str, parts: list[FilterExpression], nodes: NodeList) -> None:
        self.name, self.parts, self.nodes = name, parts, nodes

    def render(self, context: template.Context) -> SafeString:
        """Return the fragment, cached per host (for absolute URLs) and language."""
        host = context["request"].get_host()
        parts = [self.name, host, get_language(), *(part.resolve(context) for part in self.parts)]
        return mark_safe(cached(repr(parts), lambda: self.nodes.render(context)))  # noqa: S308


@register.tag("cached")
def cached_tag(parser: Parser, token: Token) -> CachedNode:
    """Cache a fragment that depends on the site alone: `{% cached "footer" is_home %}`.

    The arguments after the name are the variables that it depends on.
    """
    _tag, name, *parts = token.split_contents()
    nodes = parser.parse(["endcached"])
    parser.delete_first_token()
    return CachedNode(name, [parser.compile_filter(part) for part in parts], nodes)
