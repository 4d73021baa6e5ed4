"""Where the calendar is, for the pages that lead to it."""

from django import template

from events.models import EventIndexPage

register = template.Library()


@register.simple_tag(takes_context=True)
def calendar_address(context: template.Context) -> str:
    """Return the address of the calendar to subscribe to, or nothing where there is none."""
    return EventIndexPage.address_of(context.get("request"), "subscribe") or ""
