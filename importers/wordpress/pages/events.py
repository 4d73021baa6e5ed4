"""Import the events of The Events Calendar, series with their recurrence rules.

Source of the custom fields: the plugin itself (the-events-calendar, src/Tribe/Main.php) and its
Pro edition, which stores recurrence rules in `_EventRecurrence`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from wagtail.models import Page

from core.values.money import CURRENCIES, TYPED_SIGNS
from events.choices import Status
from events.models import EventIndexPage, EventOrganiser, EventPage, Organiser, Venue
from events.recurrence.timezones import zone_choices
from importers.context import SkipItemError
from importers.html.result import Body
from importers.pages.base import PageImporter
from importers.pages.snippets import ORGANISER, VENUE
from importers.source import php
from importers.source.records import Item
from importers.wordpress.pages.event_recurrence import naive_moment, read_rule

FREE = re.compile(r"^(?:0+(?:[.,]0+)?|free|gratis|frei|gratuit|libre)$", re.IGNORECASE)
# Fields that are reset when the source has no value for them any more.
OPTIONAL_FIELDS = (
    "time_zone", "is_free", "price", "currency", "price_note", "status", "status_note",
    "repeats", "repeat_every", "repeat_weekdays", "repeat_until", "repeat_count",
)  # fmt: skip
AMOUNT = re.compile(r"\d+(?:[.,]\d{1,2})?")


class EventImporter(PageImporter):
    """Imports events."""

    types = ("tribe_events",)
    model = EventPage

    def parent(self, item: Item) -> Page:
        """Return the event index page."""
        return self.context.get_or_create_index_page(EventIndexPage, "Events", "events")

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
        venue = next(self.referenced_ids(item, "_EventVenueID", VENUE), None)
        url = item.get("_EventURL").strip()
        values |= {
            "venue_id": self.context.ledger.object_id(Venue, VENUE, venue) if venue else None,
            "ticket_url": url if url.startswith(("http://", "https://")) else "",
            "is_online": item.get("_tribe_events_is_virtual") in ("1", "yes"),
        }
        status = item.get("_tribe_events_status") or ""
        if status in ("canceled", "postponed"):
            values["status"] = Status.CANCELLED if status == "canceled" else Status.POSTPONED
            values["status_note"] = item.get(f"_tribe_events_status_{status}_reason")[:250]
        return values | self.recurrence(item, values, body)

    def times(self, item: Item, body: Body) -> dict[str, object]:
        """Return dates, local times and time zone; raise SkipItemError without a start date."""
        start = naive_moment(item.get("_EventStartDate"))
        end = naive_moment(item.get("_EventEndDate"))
        zone = re.sub(r"^UTC[+-]0$", "UTC", item.get("_EventTimezone").strip())
        values: dict[str, object] = {}
        if zone in dict(zone_choices()):
            values["time_zone"] = zone
        elif zone:
            body.warn(
                "zone",
                f"The time zone “{zone}” is unknown; this site’s time zone was used instead.",
            )
        if start is None:
            raise SkipItemError(f"It has no valid start date: “{item.get('_EventStartDate')}”.")
        is_all_day = item.get("_EventAllDay").lower() in ("yes", "1", "true")
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
        sign = item.get("_EventCurrencyCode") or item.get("_EventCurrencySymbol")
        currency = TYPED_SIGNS.get(sign.strip(), sign.strip().upper())
        amounts = AMOUNT.findall(text)
        words = re.sub(r"[\d.,\s£€$]", "", text)
        if len(amounts) == 1 and not words:
            typed = next((TYPED_SIGNS[sign] for sign in TYPED_SIGNS if sign in text), currency)
            if typed in dict(CURRENCIES):
                return {"price": _decimal(amounts[0]), "currency": typed}
        if sign and not any(each in text for each in TYPED_SIGNS) and sign in TYPED_SIGNS:
            text = re.sub(AMOUNT, lambda amount: f"{sign}{amount[0]}", text)
        return {"price_note": text[:120]}

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


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
