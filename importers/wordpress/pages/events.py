"""Events of The Events Calendar become events here, series with their rules.

Source of the custom fields: the plugin itself (the-events-calendar, src/Tribe/Main.php) and its
Pro edition, which keeps how an event repeats in `_EventRecurrence`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from wagtail.models import Page

from core.values.money import CURRENCIES, TYPED_SIGNS
from events.choices import Status
from events.models import EventIndexPage, EventOrganiser, EventPage, Organiser, Venue
from events.recurrence.timezones import zone_choices
from importers.wordpress.context import SkipItemError
from importers.wordpress.html.result import Body
from importers.wordpress.pages.base import PageImporter
from importers.wordpress.pages.event_recurrence import clock, read_rule
from importers.wordpress.pages.snippets import ORGANISER, VENUE
from importers.wordpress.redirects import of_item
from importers.wordpress.wxr import php
from importers.wordpress.wxr.records import Item

FREE = re.compile(r"^(?:0+(?:[.,]0+)?|free|gratis|frei|gratuit|libre)$", re.IGNORECASE)
OPTIONAL = (
    "time_zone", "is_free", "price", "currency", "price_note", "status", "status_note",
    "repeats", "repeat_every", "repeat_weekdays", "repeat_until", "repeat_count",
)  # fmt: skip
AMOUNT = re.compile(r"\d+(?:[.,]\d{1,2})?")


class EventImporter(PageImporter):
    """Makes events."""

    types = ("tribe_events",)
    model = EventPage

    def parent(self, item: Item) -> Page:
        """Return the calendar."""
        return self.move.first(EventIndexPage, "Events", "events")

    def body(self, item: Item) -> Body:
        """Return the text of an event; raises MoveError for a date of a series that is here."""
        above = self.above(item)
        if above and self.is_date_of(item, above):
            if (
                key := self.move.ledger.page([(above.type, above.id)])
            ) and not self.move.is_dry_run:
                self.move.addresses.lead(of_item(item), page=Page.objects.get(pk=key))
            raise SkipItemError(f"It is one of the dates of “{above.title}”.")
        return super().body(item)

    def above(self, item: Item) -> Item | None:
        """Return the series of an event that Events Calendar Pro keeps for one date of it."""
        return self.move.store.get(item.parent, self.types) if item.parent else None

    def is_date_of(self, item: Item, series: Item) -> bool:
        """Tell whether a series has a date by its rule: one that was moved is an event."""
        day = clock(item.get("_EventStartDate"))
        first = clock(series.get("_EventStartDate"))
        found = self.rule(series, {"start_date": first.date()}, Body()) if day and first else {}
        if not found:
            return False
        days = EventPage(**found).rule.days(first.date(), day.date())
        is_that_hour = item.get("_EventAllDay") or (day.time() == first.time())
        return bool(is_that_hour) and day.date() in days

    def fields(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of an event."""
        # What the old site says no more is not left as it was.
        values = {name: EventPage._meta.get_field(name).get_default() for name in OPTIONAL}
        values |= super().fields(item, body) | self.hours(item, body) | self.cost(item, body)
        venue = next(self.named(item, "_EventVenueID", VENUE), None)
        address = item.get("_EventURL").strip()
        values |= {
            "venue_id": self.move.ledger.object_id(Venue, VENUE, venue) if venue else None,
            "ticket_url": address if address.startswith(("http://", "https://")) else "",
            "is_online": item.get("_tribe_events_is_virtual") in ("1", "yes"),
        }
        status = item.get("_tribe_events_status") or ""
        if status in ("canceled", "postponed"):
            values["status"] = Status.CANCELLED if status == "canceled" else Status.POSTPONED
            values["status_note"] = item.get(f"_tribe_events_status_{status}_reason")[:250]
        return values | self.rule(item, values, body)

    def hours(self, item: Item, body: Body) -> dict[str, object]:
        """Return when an event is, on the clock of its place; raises MoveError without a date."""
        start, end = clock(item.get("_EventStartDate")), clock(item.get("_EventEndDate"))
        zone = re.sub(r"^UTC[+-]0$", "UTC", item.get("_EventTimezone").strip())
        values: dict[str, object] = {}
        if zone in dict(zone_choices()):
            values["time_zone"] = zone
        elif zone:
            body.warn(
                "zone", f"The zone “{zone}” is none of a place; the hours are taken for ours."
            )
        if start is None:
            raise SkipItemError(
                f"It has no date that can be read: “{item.get('_EventStartDate')}”."
            )
        is_whole_day = item.get("_EventAllDay").lower() in ("yes", "1", "true")
        if end and end < start:
            body.warn("date", f"It ended before it began: {end}")
            end = None
        values |= {
            "start_date": start.date(),
            "start_time": None if is_whole_day else start.time(),
            "end_date": end.date() if end and end.date() != start.date() else None,
            "end_time": end.time() if end and end != start and not is_whole_day else None,
        }
        return values

    def cost(self, item: Item, body: Body) -> dict[str, object]:
        """Return what it costs: one amount as a price, anything else in its words."""
        text = " ".join(item.get("_EventCost").split())
        if not text:
            return {}
        if FREE.match(text):
            return {"is_free": True}
        sign = item.get("_EventCurrencyCode") or item.get("_EventCurrencySymbol")
        currency = TYPED_SIGNS.get(sign.strip(), sign.strip().upper())
        amounts = AMOUNT.findall(text)
        found = re.sub(r"[\d.,\s£€$]", "", text)
        if len(amounts) == 1 and not found:
            typed = next((TYPED_SIGNS[sign] for sign in TYPED_SIGNS if sign in text), currency)
            if typed in dict(CURRENCIES):
                return {"price": decimal(amounts[0]), "currency": typed}
        if sign and not any(each in text for each in TYPED_SIGNS) and sign in TYPED_SIGNS:
            text = re.sub(AMOUNT, lambda amount: f"{sign}{amount[0]}", text)
        return {"price_note": text[:120]}

    def rule(self, item: Item, values: dict, body: Body) -> dict[str, object]:
        """Return how an event repeats, where our rules can say it."""
        found = php.loads_or_empty(item.get("_EventRecurrence"))
        rules = php.entries(found.get("rules")) if isinstance(found, dict) else []
        if not rules or self.above(item):
            return {}
        read = read_rule(rules[0], values["start_date"])
        if read is None or len(rules) > 1:
            body.warn("repetition", f"How it repeats cannot be said here: {rules}")
            return {}
        exclusions = php.entries(found.get("exclusions")) + php.entries(found.get("dates"))
        if exclusions:
            body.warn("repetition", "Single dates were left out or added: enter them by hand.")
        return read

    def named(self, item: Item, key: str, kind: str) -> Iterator[str]:
        """Yield the numbers of what an event names, which are items of their own."""
        for text in item.meta.get(key, ()):
            for number in re.findall(r"\d{1,17}", text):
                if self.move.ledger.get(kind, number) or self.move.is_dry_run:
                    yield number

    def people(self, item: Item, body: Body) -> Iterator[int]:
        """Yield nobody: whoever typed an event in speaks at nothing."""
        yield from ()

    def set_child_rows(self, page: Page, item: Item, body: Body) -> None:
        """Give an event its topics and who invites."""
        super().set_child_rows(page, item, body)
        numbers = dict.fromkeys(self.named(item, "_EventOrganizerID", ORGANISER))
        keys = [self.move.ledger.object_id(Organiser, ORGANISER, number) for number in numbers]
        page.event_organisers = [
            EventOrganiser(organiser_id=key, sort_order=order)
            for order, key in enumerate(dict.fromkeys(filter(None, keys)))
        ]


def decimal(text: str) -> Decimal | None:
    """Return an amount."""
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
