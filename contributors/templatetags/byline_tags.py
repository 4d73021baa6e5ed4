"""Draw who made a page."""

from django import template
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from contributors.models import BylineMixin

register = template.Library()


@register.simple_tag(takes_context=True)
def byline(context: template.Context, page: BylineMixin) -> SafeString:
    """Return who made a page, as a sentence in which each name leads to its page; or nothing.

    Not a template: lists have so many that those of a template take as long as all the rest.
    """
    parts = page.byline
    if not parts:
        return SafeString("")
    request = context.get("request")
    words = []
    for part in parts:
        words.append(f"{escape(part.opening)} ")
        for who, joint in part.names:
            words += [escape(joint), _name(who, request)]
        words.append(escape(part.separator))
    return mark_safe(f'<span class="byline">{"".join(words)}</span>')  # noqa: S308 (all escaped)


def _name(who: Model, request: HttpRequest | None) -> str:
    name, address = escape(who.name), who.get_url(request)
    return f'<a href="{escape(address)}">{name}</a>' if address else name
