"""Decide what stands in each section of the front page.

Pinned pages come first, each in the first section that pins it; then each section is filled from
its own part of the site. A page stands once on the front page, and a page pinned further down is
not taken by a section above.
"""

from dataclasses import dataclass, field

from wagtail.blocks import StreamValue
from wagtail.models import Page

from core.listing import cards_by_id, prefetch_cards
from home.blocks import FilledSectionBlock


@dataclass
class Section:
    """One section: its block, its pages, and the part of the site where there are more."""

    block: StreamValue.StreamChild
    pages: list[Page] = field(default_factory=list)
    more: Page | None = None


def compose(body: StreamValue) -> list[Section]:
    """Return the sections of `body` with their pages; those left without pages are dropped."""
    visible = cards_by_id(_chosen_ids(body))
    shown: set[int] = set()
    sections = [_with_pins(Section(block), visible, shown) for block in body]
    filled = []
    for section in sections:
        filled += _fill(section, shown)
    prefetch_cards(filled)
    return [section for section in sections if section.pages or not _is_filled(section.block)]


def _is_filled(block: StreamValue.StreamChild) -> bool:
    return isinstance(block.block, FilledSectionBlock)


def _chosen_ids(body: StreamValue) -> list[int]:
    """Return the ids of all pages that the editor chose in `body`."""
    chosen = []
    for block in body:
        if _is_filled(block):
            chosen += [*block.value["pinned"], block.value["source"]]
    return [page.pk for page in chosen if page]


def _with_pins(section: Section, visible: dict[int, Page], shown: set[int]) -> Section:
    """Put the pinned pages into `section` that are public, current and not shown above it."""
    value = section.block.value
    if not _is_filled(section.block):
        return section
    section.more = value["source"] and visible.get(value["source"].pk)
    for pin in value["pinned"]:
        page = pin and visible.get(pin.pk)
        if page and page.pk not in shown and section.block.block.is_current(page):
            section.pages.append(page)
            shown.add(page.pk)
    return section


def _fill(section: Section, shown: set[int]) -> list[Page]:
    """Add the pages to `section` that it still has room for, and return them."""
    if not _is_filled(section.block):
        return []
    value = section.block.value
    room = max(value["count"] - len(section.pages), 0)
    pages = section.block.block.fill(value).exclude(pk__in=shown).defer_streamfields()[:room]
    added = list(pages)
    section.pages += added
    shown.update(page.pk for page in added)
    return added
