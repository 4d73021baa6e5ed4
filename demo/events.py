"""Create the events of the demo, with dates relative to the day of the setup."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from contributors.models import Contributor
from demo.article_extras import parse_time
from events.models import DateChange, EventOrganiser, EventPage, Organiser, Venue

TIMES = ("start_time", "doors_time", "end_time")
COPIED_FIELDS = (
    *("title", "slug", "second_title", "second_title_language", "summary", "join_url"),
    *("repeats", "repeat_every", "repeat_count", "status", "status_note"),
    *("access_facts", "access_contact"),
)


@dataclass
class DemoEvents:
    """Makes event pages from the demo content."""

    today: date
    organisers: dict[str, Organiser]
    venues: dict[str, Venue]
    lead_image: Callable[[str | None, dict], dict]

    def page(self, entry: dict) -> EventPage:
        """Return an unsaved event page."""
        start = self._day(entry["days_from_now"])
        page = EventPage(
            start_date=start,
            end_date=start + timedelta(days=entry["days"] - 1),
            venue=self.venues.get(entry["venue"]),
            is_online=entry["online"],
            programme=self._programme(entry.get("programme", [])),
            **{name: entry[name] for name in COPIED_FIELDS if name in entry},
            **{name: parse_time(entry.get(name)) for name in TIMES},
            **entry["admission"],
            **self.lead_image(entry["picture"], entry),
        )
        page.event_organisers = [
            EventOrganiser(organiser=self.organisers[slug]) for slug in entry["organisers"]
        ]
        page.changes = [self._change(change) for change in entry.get("changes", [])]
        return page

    def _change(self, entry: dict) -> DateChange:
        moved_to = entry.get("new_days_from_now")
        return DateChange(
            date=self._day(entry["days_from_now"]),
            kind=entry["kind"],
            new_date=None if moved_to is None else self._day(moved_to),
            new_venue=self.venues.get(entry.get("new_venue")),
            note=entry["note"],
        )

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _programme(self, sessions: list[dict]) -> list[tuple[str, dict]]:
        return [
            (
                "session",
                {
                    **session,
                    "day": None,
                    "start": parse_time(session["start"]),
                    "end": parse_time(session["end"]),
                    "speakers": [self._speaker(speaker) for speaker in session["speakers"]],
                },
            )
            for session in sessions
        ]

    def _speaker(self, entry: dict) -> dict:
        slug = entry.get("contributor")
        person = Contributor.objects.get(slug=slug) if slug else None
        return {"name": "", "affiliation": "", **entry, "contributor": person}
