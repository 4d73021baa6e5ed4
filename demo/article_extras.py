"""Fields of a demo article other than its body."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone, make_aware
from wagtail_footnotes.models import Footnote

from news.models import ArticlePage, Correction


def article_fields(entry: dict, pages: dict[str, int], today: date) -> dict:
    """Return the fields of the series, the source, the book and the last update."""
    fields = {}
    if series := entry.get("series"):
        fields |= {"series_id": pages[series["slug"]], "series_part": series["part"]}
    if source := entry.get("source"):
        fields["source_publication"] = source["publication"]
        fields["source_url"] = source["url"]
        fields["source_terms"] = source["terms"]
        fields["source_date"] = today - timedelta(days=source["days_ago"])
    if days := entry.get("updated_days_ago"):
        fields["updated_at"] = datetime_on(today, -days, time(11))
    if slug := entry.get("extract_of"):
        fields["book_id"] = pages[slug]
    for name, value in entry.get("book", {}).items():
        fields[f"book_{name}"] = value
    return fields


def add_notes_and_corrections(page: ArticlePage, entry: dict, today: date) -> None:
    """Set the footnotes and the correction of an article."""
    page.footnotes = [Footnote(**note) for note in entry.get("notes", [])]
    if correction := entry.get("correction"):
        day = today - timedelta(days=correction["days_ago"])
        page.corrections = [Correction(date=day, text=correction["text"])]


def datetime_on(today: date, days: int, at: time) -> datetime:
    """Return the aware datetime `days` after today, at the given time."""
    day = datetime.combine(today + timedelta(days=days), at)
    return make_aware(day, get_current_timezone())


def parse_time(text: str | None) -> time | None:
    """Parse a time such as “10:00”; None for no text."""
    return time.fromisoformat(text) if text else None
