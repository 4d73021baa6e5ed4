"""Template tags for links to the calendar and to readers' own calendars."""

from datetime import UTC, time, timedelta
from urllib.parse import urlencode

from django import template

from events.models import EventPage
from events.recurrence import times

register = template.Library()

GOOGLE = "https://calendar.google.com/calendar/render?"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose?"


@register.simple_tag(takes_context=True)
def webcal(context: template.Context, address: str) -> str:
    """Return a webcal: URL, which calendar programs open to subscribe."""
    request = context["request"]
    return f"webcal://{request.get_host()}{address}"


@register.filter
def clock(hour: time) -> str:
    """Return a time of day in the active language."""
    return times.clock(hour)


@register.simple_tag(takes_context=True)
def google_calendar(context: template.Context, page: EventPage) -> str:
    """Return a URL that adds the displayed occurrence to Google Calendar."""
    start, end = _span(page, "%Y%m%d", "%Y%m%dT%H%M%SZ")
    fields = {"action": "TEMPLATE", "text": page.full_title, "dates": f"{start}/{end}"}
    return GOOGLE + urlencode(fields | _details(page, context, "location", "details"))


@register.simple_tag(takes_context=True)
def outlook_calendar(context: template.Context, page: EventPage) -> str:
    """Return a URL that adds the displayed occurrence to Outlook."""
    start, end = _span(page, "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ")
    fields = {"rru": "addevent", "subject": page.full_title, "startdt": start, "enddt": end}
    if page.hours.is_whole_days:
        fields["allday"] = "true"
    return OUTLOOK + urlencode(fields | _details(page, context, "location", "body"))


def _span(page: EventPage, date_format: str, time_format: str) -> tuple[str, str]:
    """Return start and end: dates (the end is exclusive), or times in UTC."""
    hours = page.hours
    if hours.is_whole_days:
        end = hours.end_date + timedelta(days=1)
        return hours.start_date.strftime(date_format), end.strftime(date_format)
    end = hours.ends_at if hours.has_end else hours.starts_at + timedelta(hours=1)
    return tuple(each.astimezone(UTC).strftime(time_format) for each in (hours.starts_at, end))


def _details(
    page: EventPage, context: template.Context, location_name: str, text_name: str
) -> dict[str, str]:
    """Return the location and the text as query parameters of these names."""
    location = page.place.address_line if page.place else page.join_url
    text = f"{page.summary}\n{page.get_full_url(context['request'])}".strip()
    return {location_name: location, text_name: text}
