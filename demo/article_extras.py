"""What stands around the text of a demo article."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone, make_aware
from wagtail_footnotes.models import Footnote

from news.models import ArticlePage, Correction


def apparatus(entry: dict, pages: dict[str, int], today: date) -> dict:
    """Return the fields of an article's series, source, book and last change."""
    fields = {}
    if series := entry.get("series"):
        fields |= {"series_id": pages[series["slug"]], "series_part": series["part"]}
    if source := entry.get("source"):
        fields["source_publication"] = source["publication"]
        fields["source_url"] = source["url"]
        fields["source_terms"] = source["terms"]
        fields["source_date"] = today - timedelta(days=source["days_ago"])
    if days := entry.get("updated_days_ago"):
        fields["updated_at"] = moment(today, -days, time(11))
    if slug := entry.get("extract_of"):
        fields["book_id"] = pages[slug]
    for name, value in entry.get("book", {}).items():
        fields[f"book_{name}"] = value
    return fields


def annotate(page: ArticlePage, entry: dict, today: date) -> None:
    """Give an article its notes and its corrections."""
    page.footnotes = [Footnote(**note) for note in entry.get("notes", [])]
    if correction := entry.get("correction"):
        day = today - timedelta(days=correction["days_ago"])
        page.corrections = [Correction(date=day, text=correction["text"])]


def moment(today: date, days: int, hour: time) -> datetime:
    """Return the moment at `hour`, `days` from today."""
    day = datetime.combine(today + timedelta(days=days), hour)
    return make_aware(day, get_current_timezone())


def hour(text: str | None) -> time | None:
    """Return an hour written as 10:00, if there is one."""
    return time.fromisoformat(text) if text else None
