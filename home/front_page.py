"""Decide what stands in each section of the front page.

Pinned pages come first, each in the first section that pins it; then each section is filled from
its own part of the site. A page stands once on the front page, and a page pinned further down, or
named in a reading list, is not taken by a section above; a section that repeats asks neither.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.timezone import localdate
from wagtail.blocks import StreamValue
from wagtail.models import Page

from core.blocks import reading_list_ids
from core.listing import cards_by_id, fetch_by_type, prefetch_cards
from core.queries import visible as public
from home.blocks import AutoSectionBlock, NoticeBlock, ReadingListSectionBlock
from home.links import MoreLink


@dataclass
class Section:
    """One section: its block, its pages, and the way to more of them."""

    block: StreamValue.StreamChild
    pages: list[Page] = field(default_factory=list)
    more: MoreLink | None = None

    @property
    def is_filled(self) -> bool:
        """Whether it is made of pages that are looked up."""
        return isinstance(self.block.block, AutoSectionBlock)


@dataclass
class FrontPage:
    """The sections, and the pages that the editor named and everybody may read, by id."""

    sections: list[Section]
    visible: dict[int, Page]


def compose(body: StreamValue, request: HttpRequest | None = None) -> FrontPage:
    """Return the sections of `body` with their pages; those with nothing to show are dropped."""
    sections = [Section(block) for block in body if _is_current(block)]
    filling = [section for section in sections if section.is_filled]
    sources = {pk for each in filling for pk in each.block.block.source_ids(each.block.value)}
    visible = public(Page.objects.filter(pk__in=sources)).in_bulk()
    visible |= cards_by_id({pk for section in sections for pk in _chosen_ids(section)})
    shown: set[int] = set()
    for section in filling:
        _pin(section, visible, shown)
        section.more = section.block.block.more(section.block.value, visible, request)
    for section in sections:
        shown.update(_listed_ids(section))
    _fill(filling, visible, shown)
    return FrontPage([s for s in sections if s.pages or not s.is_filled], visible)


def _is_current(block: StreamValue.StreamChild) -> bool:
    is_notice = isinstance(block.block, NoticeBlock)
    return not is_notice or block.block.is_current(block.value, localdate())


def _chosen_ids(section: Section) -> list[int]:
    """Return the ids of the pages that the editor chose to show in a section."""
    if section.is_filled:
        return section.block.block.pinned_ids(section.block.value)
    return _listed_ids(section)


def _listed_ids(section: Section) -> list[int]:
    """Return the ids of the pages that a reading list names."""
    is_list = isinstance(section.block.block, ReadingListSectionBlock)
    return reading_list_ids(section.block.value) if is_list else []


def _pin(section: Section, visible: dict[int, Page], shown: set[int]) -> None:
    """Put the pinned pages into `section` that are public, current and not shown above it."""
    block, value = section.block.block, section.block.value
    for pk in dict.fromkeys(block.current_pins(value, localdate())):
        page = visible.get(pk)
        if page and block.is_current(page) and (value["repeats"] or pk not in shown):
            section.pages.append(page)
            shown.add(pk)


def _fill(sections: list[Section], visible: dict[int, Page], shown: set[int]) -> None:
    """Add the pages for which the sections still have room, each type fetched at once."""
    found = [(section, *_find(section, visible, shown)) for section in sections]
    wanted = defaultdict(list)
    for _section, model, keys in found:
        wanted[model] += keys
    pages = fetch_by_type(wanted)
    prefetch_cards(pages.values())
    for section, _model, keys in found:
        section.pages += [pages[pk] for pk in keys if pk in pages]


def _find(
    section: Section, visible: dict[int, Page], shown: set[int]
) -> tuple[type[Page], list[int]]:
    """Return the type and the ids of what fills `section`, which from now on is shown."""
    value = section.block.value
    room = max(value["count"] - len(section.pages), 0)
    without = {page.pk for page in section.pages} if value["repeats"] else shown
    pages = section.block.block.get_candidates(value, visible).exclude(pk__in=without)
    keys = list(pages.values_list("pk", flat=True)[:room])
    shown.update(keys)
    return pages.model, keys
