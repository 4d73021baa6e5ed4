"""Draw who made a page."""

from django import template
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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
    sentence = format_html_join(
        "",
        "{} {}{}",
        ((part.opening, _names(part.names, request), part.separator) for part in parts),
    )
    return format_html('<span class="byline">{}</span>', sentence)


def _names(names: list[tuple[Model, str]], request: HttpRequest | None) -> SafeString:
    return format_html_join("", "{}{}", ((joint, _name(who, request)) for who, joint in names))


def _name(who: Model, request: HttpRequest | None) -> SafeString | str:
    address = who.get_url(request)
    return format_html('<a href="{}">{}</a>', address, who.name) if address else who.name
