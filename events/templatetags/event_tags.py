"""Ways from a page into the calendar, and into a reader's own one."""

from datetime import UTC, time, timedelta
from urllib.parse import urlencode

from django import template

from events.models import EventIndexPage, EventPage
from events.recurrence import times

register = template.Library()

GOOGLE = "https://calendar.google.com/calendar/render?"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose?"


@register.simple_tag(takes_context=True)
def calendar_address(context: template.Context) -> str:
    """Return the address of the calendar to subscribe to, or nothing where there is none."""
    return EventIndexPage.address_of(context.get("request"), "subscribe") or ""


@register.simple_tag(takes_context=True)
def webcal(context: template.Context, address: str) -> str:
    """Return an address that a calendar program opens, to follow what is there."""
    request = context["request"]
    return f"webcal://{request.get_host()}{address}"


@register.filter
def clock(hour: time) -> str:
    """Return an hour as a reader of the page's language writes it."""
    return times.clock(hour)


@register.simple_tag(takes_context=True)
def google_calendar(context: template.Context, page: EventPage) -> str:
    """Return a link that offers the date that is shown to Google's calendar."""
    start, end = _span(page, "%Y%m%d", "%Y%m%dT%H%M%SZ")
    fields = {"action": "TEMPLATE", "text": page.full_title, "dates": f"{start}/{end}"}
    return GOOGLE + urlencode(fields | _details(page, context, "location", "details"))


@register.simple_tag(takes_context=True)
def outlook_calendar(context: template.Context, page: EventPage) -> str:
    """Return a link that offers the date that is shown to Outlook's calendar."""
    start, end = _span(page, "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ")
    fields = {"rru": "addevent", "subject": page.full_title, "startdt": start, "enddt": end}
    if page.hours.is_whole_days:
        fields["allday"] = "true"
    return OUTLOOK + urlencode(fields | _details(page, context, "location", "body"))


def _span(page: EventPage, day_form: str, moment_form: str) -> tuple[str, str]:
    """Return start and end: days, of which the last is free again, or moments in UTC."""
    when = page.hours
    if when.is_whole_days:
        last = when.end_date + timedelta(days=1)
        return when.start_date.strftime(day_form), last.strftime(day_form)
    end = when.ends_at if when.has_end else when.starts_at + timedelta(hours=1)
    moments = (moment.astimezone(UTC) for moment in (when.starts_at, end))
    start, end = (moment.strftime(moment_form) for moment in moments)
    return start, end


def _details(page: EventPage, context: template.Context, place: str, text: str) -> dict[str, str]:
    address = page.get_full_url(context["request"])
    location = page.place.address_line if page.place else page.join_url
    return {place: location, text: f"{page.summary}\n{address}".strip()}
