"""Template tags of letters."""

from collections.abc import Mapping

from django import template
from wagtail.blocks import StructValue

from core.models import BasePage
from letters.models import Mailing, RecipientState

register = template.Library()


@register.simple_tag
def appeal_links(appeal: StructValue, cards: Mapping[int, BasePage]) -> list[tuple[str, str]]:
    """Return the labels and the addresses of the buttons whose pages are visible."""
    links = []
    for link in appeal["links"]:
        page = link.value.get("page")
        if link.block_type == "address":
            links.append((link.value["label"], link.value["url"]))
        elif page and page.pk in cards:
            links.append((link.value["label"], cards[page.pk].full_url))
    return links


@register.simple_tag
def mailing_counts(mailing: Mailing) -> dict[str, int]:
    """Return how many recipients a mailing has, and how many of them it was sent to."""
    counts = mailing.count()
    return {"total": sum(counts.values()), "sent": counts[RecipientState.SENT]}
