"""Import the events of The Events Calendar, series with their recurrence rules.

Source of the custom fields: the plugin itself (the-events-calendar, src/Tribe/Main.php) and its
Pro edition, which stores recurrence rules in `_EventRecurrence`.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from django.utils.timezone import make_naive
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from core.values.money import CURRENCIES, TYPED_SIGNS
from events.choices import Status
from events.models import EventIndexPage, EventOrganiser, EventPage, Organiser, Venue
from events.recurrence.timezones import zone_choices
from importers.context import SkipItemError
from importers.html.result import Body
from importers.pages.base import PageImporter
from importers.pages.limits import shorten, with_scheme
from importers.pages.snippets import ORGANISER, VENUE
from importers.resolver import plain_text
from importers.source import php
from importers.source.records import Item
from importers.wordpress.pages.event_recurrence import naive_moment, read_rule

MAX_PRICE_NOTE, MAX_STATUS_NOTE = 120, 250
EVENTS = (EventIndexPage, pgettext_lazy("section", "Events"), "events")
FREE = re.compile(r"^(?:0+(?:[.,]0+)?|free|gratis|frei|gratuit|libre)$", re.IGNORECASE)
# Fields that are reset when the source has no value for them any more.
OPTIONAL_FIELDS = (
    "time_zone", "is_free", "price", "currency", "price_note", "status", "status_note",
    "repeats", "repeat_every", "repeat_weekdays", "repeat_until", "repeat_count",
)  # fmt: skip
# An amount: with separators between thousands, or with a decimal point or comma.
AMOUNT = r"(?:\d{1,3}(?:[.,’' ]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?)"
PRICE = re.compile(
    rf"(?P<before>[^\d\s]{{0,4}})\s?(?P<amount>{AMOUNT})\s?(?P<after>[^\d\s]{{0,4}})"
)
OFFSET = re.compile(r"UTC(?P<sign>[+-])(?P<hours>\d{1,2})(?:(?P<part>[.:])(?P<rest>\d{1,2}))?")


class EventImporter(PageImporter):
    """Imports events."""

    types = ("tribe_events",)
    model = EventPage

    def parent(self, item: Item) -> Page:
        """Return the event index page."""
        model, title, slug = EVENTS
        return self.context.get_or_create_index_page(model, title, slug)

    def body(self, item: Item) -> Body:
        """Return the body; raise SkipItemError for an occurrence that its series generates."""
        series = self.series_of(item)
        if series and self.is_occurrence_of(item, series):
            page_id = self.context.ledger.page_id([(series.type, series.id)])
            if page_id and not self.context.is_dry_run:
                urls = self.context.format.item_urls(item)
                self.context.redirects.add(urls, page=Page.objects.get(pk=page_id))
            raise SkipItemError(f"It is one of the dates of “{series.title}”.")
        return super().body(item)

    def series_of(self, item: Item) -> Item | None:
        """Return the series of an item; Events Calendar Pro stores occurrences as its children."""
        return self.context.store.get(item.parent, self.types) if item.parent else None

    def is_occurrence_of(self, item: Item, series: Item) -> bool:
        """Return whether the rule of a series generates an item: moved ones become events."""
        start = naive_moment(item.get("_EventStartDate"))
        first = naive_moment(series.get("_EventStartDate"))
        values = {"start_date": first.date()} if start and first else {}
        rule = self.recurrence(series, values, Body()) if values else {}
        if not rule:
            return False
        days = EventPage(**rule).rule.days(first.date(), start.date())
        is_same_time = item.get("_EventAllDay") or (start.time() == first.time())
        return bool(is_same_time) and start.date() in days

    def fields(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of an event's fields."""
        values = {name: EventPage._meta.get_field(name).get_default() for name in OPTIONAL_FIELDS}
        values |= super().fields(item, body) | self.times(item, body) | self.price(item)
        values["price_note"] = shorten(
            values["price_note"], MAX_PRICE_NOTE, body.warn, "price", "The note on the price"
        )
        venue = next(self.referenced_ids(item, "_EventVenueID", VENUE), None)
        values |= {
            "venue_id": self.context.ledger.object_id(Venue, VENUE, venue) if venue else None,
            "ticket_url": with_scheme(item.get("_EventURL"), body.warn, "The website of the event"),
            "is_online": item.get("_tribe_events_is_virtual") in ("1", "yes"),
        }
        status = item.get("_tribe_events_status") or ""
        if status in ("canceled", "postponed"):
            values["status"] = Status.CANCELLED if status == "canceled" else Status.POSTPONED
            note = plain_text(item.get(f"_tribe_events_status_{status}_reason"))
            values["status_note"] = shorten(
                note, MAX_STATUS_NOTE, body.warn, "status", "The reason of the status"
            )
        return values | self.recurrence(item, values, body)

    def times(self, item: Item, body: Body) -> dict[str, object]:
        """Return dates, local times and time zone; raise SkipItemError without a start date."""
        start = naive_moment(item.get("_EventStartDate"))
        end = naive_moment(item.get("_EventEndDate"))
        zone = re.sub(r"^UTC[+-]0$", "UTC", item.get("_EventTimezone").strip())
        is_all_day = item.get("_EventAllDay").lower() in ("yes", "1", "true")
        values: dict[str, object] = {}
        if zone in dict(zone_choices()):
            values["time_zone"] = zone
        elif offset := _offset(zone):
            if not is_all_day:  # Our zones are places, so the times become those of this site.
                start, end = (_in_own_zone(moment, offset) for moment in (start, end))
        elif zone:
            body.warn(
                "zone",
                f"The time zone “{zone}” is unknown; this site’s time zone was used instead.",
            )
        if start is None:
            raise SkipItemError(f"It has no valid start date: “{item.get('_EventStartDate')}”.")
        if end and end < start:
            body.warn("date", f"Its end is before its start and was left out: {end}")
            end = None
        values |= {
            "start_date": start.date(),
            "start_time": None if is_all_day else start.time(),
            "end_date": end.date() if end and end.date() != start.date() else None,
            "end_time": end.time() if end and end != start and not is_all_day else None,
        }
        return values

    def price(self, item: Item) -> dict[str, object]:
        """Return a single amount as the price, and any other text as the price note."""
        text = " ".join(item.get("_EventCost").split())
        if not text:
            return {}
        if FREE.match(text):
            return {"is_free": True}
        found = PRICE.fullmatch(text)
        if not found or (found["before"] and found["after"]):
            return {"price_note": text}
        symbol = item.get("_EventCurrencySymbol").strip()
        typed = found["before"] or found["after"]
        sign = typed or item.get("_EventCurrencyCode").strip() or symbol
        currency = TYPED_SIGNS.get(sign, sign.upper())
        if currency in dict(CURRENCIES):
            return {"price": _decimal(found["amount"]), "currency": currency}
        if typed or not symbol:
            return {"price_note": text}
        is_before = item.get("_EventCurrencyPosition") == "prefix"
        return {"price_note": f"{symbol}{text}" if is_before else f"{text} {symbol}"}

    def recurrence(self, item: Item, values: dict, body: Body) -> dict[str, object]:
        """Return the fields of the recurrence rule, if EventPage can express it."""
        data = php.loads_or_empty(item.get("_EventRecurrence"))
        rules = php.array_values(data.get("rules")) if isinstance(data, dict) else []
        if not rules or self.series_of(item):
            return {}
        rule = read_rule(rules[0], values["start_date"])
        if rule is None or len(rules) > 1:
            body.warn("repetition", f"Its recurrence is not supported: {rules}")
            return {}
        exceptions = php.array_values(data.get("exclusions")) + php.array_values(data.get("dates"))
        if exceptions:
            body.warn(
                "repetition", "Added and cancelled dates were left out: please enter them by hand."
            )
        return rule

    def referenced_ids(self, item: Item, key: str, kind: str) -> Iterator[str]:
        """Yield the IDs in a custom field that belong to imported items of a type."""
        for text in item.meta.get(key, ()):
            for number in re.findall(r"\d{1,17}", text):
                if self.context.ledger.get(kind, number) or self.context.is_dry_run:
                    yield number

    def contributor_ids(self, item: Item, body: Body) -> Iterator[int]:
        """Yield nothing: the account that entered an event is not one of its speakers."""
        yield from ()

    def set_child_rows(self, page: Page, item: Item, body: Body) -> None:
        """Set the organisers as well."""
        super().set_child_rows(page, item, body)
        numbers = dict.fromkeys(self.referenced_ids(item, "_EventOrganizerID", ORGANISER))
        pks = [self.context.ledger.object_id(Organiser, ORGANISER, number) for number in numbers]
        page.event_organisers = [
            EventOrganiser(organiser_id=pk, sort_order=order)
            for order, pk in enumerate(dict.fromkeys(filter(None, pks)))
        ]


def _in_own_zone(moment: datetime | None, zone: timezone) -> datetime | None:
    return moment and make_naive(moment.replace(tzinfo=zone))


def _decimal(text: str) -> Decimal:
    """Return an amount, in which a separator before three digits separates thousands."""
    whole = re.sub(r"[.,’' ](?=\d{3}(?!\d))", "", text)
    return Decimal(whole.replace(",", "."))


def _offset(zone: str) -> timezone | None:
    """Return the zone with an offset that WordPress offers besides places: “UTC+5.5”."""
    found = OFFSET.fullmatch(zone)
    if not found:
        return None
    rest = found["rest"] or "0"
    # “.5” and “.75” are parts of an hour, “:30” is in minutes.
    minutes = int(rest) if found["part"] == ":" else round(float(f"0.{rest}") * 60)
    offset = timedelta(hours=int(found["hours"]), minutes=minutes)
    is_valid = offset < timedelta(hours=24)
    return timezone(-offset if found["sign"] == "-" else offset) if is_valid else None
