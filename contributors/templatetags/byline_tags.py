"""Template tags for bylines."""

from django import template
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from contributors.models import BylineMixin

register = template.Library()


@register.simple_tag(takes_context=True)
def byline(context: template.Context, page: BylineMixin) -> SafeString:
    """Render the byline of a page with links to the contributors; empty without contributors.

    Not an inclusion tag: in a listing, rendering a template for each byline takes as long as
    everything else.
    """
    parts = page.byline
    if not parts:
        return SafeString("")
    request = context.get("request")
    html = []
    for part in parts:
        html.append(f"{escape(part.opening)} ")
        for contributor, prefix in part.names:
            html += [escape(prefix), _name(contributor, request)]
        html.append(escape(part.separator))
    return mark_safe(f'<span class="byline">{"".join(html)}</span>')  # noqa: S308 (all escaped)


def _name(contributor: Model, request: HttpRequest | None) -> str:
    name, url = escape(contributor.name), contributor.get_url(request)
    return f'<a href="{escape(url)}">{name}</a>' if url else name
