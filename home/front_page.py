"""Select the pages for each section of the front page.

Pinned pages come first, each in the first section that pins it. Then each section is filled with
pages of its source. No page appears twice, and a page that is pinned further down or is in a
reading list does not fill a section above. Sections that allow duplicates ignore these rules.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.timezone import localdate
from wagtail.blocks import StreamValue
from wagtail.models import Page

from core.blocks import appeal_page_ids, reading_list_ids
from core.listing import cards_by_id, fetch_by_type, prefetch_cards
from core.queries import visible as public
from home.blocks import (
    AppealSectionBlock,
    AutoSectionBlock,
    NoticeBlock,
    ReadingListSectionBlock,
)
from home.links import MoreLink


@dataclass
class Section:
    """A section: its block, its pages, and the link to more pages."""

    block: StreamValue.StreamChild
    pages: list[Page] = field(default_factory=list)
    more: MoreLink | None = None

    @property
    def is_auto(self) -> bool:
        """Whether the section fills itself with pages."""
        return isinstance(self.block.block, AutoSectionBlock)


@dataclass
class FrontPage:
    """The sections, and the visible pages that editors selected in them, by id."""

    sections: list[Section]
    visible: dict[int, Page]


def compose(body: StreamValue, request: HttpRequest | None = None) -> FrontPage:
    """Return the current sections of `body` with their pages, without empty sections."""
    sections = [Section(block) for block in body if _is_current(block)]
    auto_sections = [section for section in sections if section.is_auto]
    sources = {pk for each in auto_sections for pk in each.block.block.source_ids(each.block.value)}
    visible = public(Page.objects.filter(pk__in=sources)).in_bulk()
    visible |= cards_by_id({pk for section in sections for pk in _selected_ids(section)})
    shown: set[int] = set()
    for section in auto_sections:
        _pin(section, visible, shown)
        section.more = section.block.block.get_more_link(section.block.value, visible, request)
    for section in sections:
        shown.update(_listed_ids(section))
    _fill(auto_sections, visible, shown)
    return FrontPage([s for s in sections if s.pages or not s.is_auto], visible)


def _is_current(block: StreamValue.StreamChild) -> bool:
    is_notice = isinstance(block.block, NoticeBlock)
    return not is_notice or block.block.is_current(block.value, localdate())


def _selected_ids(section: Section) -> list[int]:
    """Return the ids of the pages that editors selected for a section."""
    if section.is_auto:
        return section.block.block.pinned_ids(section.block.value)
    if isinstance(section.block.block, AppealSectionBlock):
        return appeal_page_ids(section.block.value)
    return _listed_ids(section)


def _listed_ids(section: Section) -> list[int]:
    """Return the ids of the pages of a section if it is a reading list."""
    is_list = isinstance(section.block.block, ReadingListSectionBlock)
    return reading_list_ids(section.block.value) if is_list else []


def _pin(section: Section, visible: dict[int, Page], shown: set[int]) -> None:
    """Add the pinned pages that are visible, current and not displayed in a section above."""
    block, value = section.block.block, section.block.value
    for pk in dict.fromkeys(block.current_pins(value, localdate())):
        page = visible.get(pk)
        if page and block.is_current(page) and (value["repeats"] or pk not in shown):
            section.pages.append(page)
            shown.add(pk)


def _fill(sections: list[Section], visible: dict[int, Page], shown: set[int]) -> None:
    """Fill the sections with candidates, fetching each page type once."""
    candidates = [(section, *_candidate_ids(section, visible, shown)) for section in sections]
    ids_by_type = defaultdict(list)
    for _section, model, ids in candidates:
        ids_by_type[model] += ids
    pages = fetch_by_type(ids_by_type)
    prefetch_cards(pages.values())
    for section, _model, ids in candidates:
        section.pages += [pages[pk] for pk in ids if pk in pages]


def _candidate_ids(
    section: Section, visible: dict[int, Page], shown: set[int]
) -> tuple[type[Page], list[int]]:
    """Return the type and the ids of the pages that fill `section`, and add them to `shown`."""
    value = section.block.value
    room = max(value["count"] - len(section.pages), 0)
    excluded = {page.pk for page in section.pages} if value["repeats"] else shown
    pages = section.block.block.get_candidates(value, visible).exclude(pk__in=excluded)
    ids = list(pages.values_list("pk", flat=True)[:room])
    shown.update(ids)
    return pages.model, ids
