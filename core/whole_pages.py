"""Fetch pages with their whole text, for feeds: with as many queries for one as for twenty."""

from collections import defaultdict

from django.db.models import prefetch_related_objects
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.blocks import fetch_media, related_page_ids
from core.listing import cards_by_id, fetch_cards


def fetch_whole(pages: PageQuerySet) -> list[Page]:
    """Return the pages of a queryset, in its order, with all that their texts show."""
    found = fetch_cards(pages, bodies=True)
    by_type = defaultdict(list)
    for page in found:
        by_type[type(page)].append(page)
    for model, group in by_type.items():
        prefetch_related_objects(group, *model.page_prefetch)
    bodies = [page.body for page in found if hasattr(page, "body")]
    fetch_media(bodies)
    cards = cards_by_id({pk for body in bodies for pk in related_page_ids(body)})
    for page in found:
        page.related_cards = cards
    return found
