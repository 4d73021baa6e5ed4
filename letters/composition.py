"""What a letter shows at a time: its parts, with the pages of its lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wagtail.blocks import StreamValue

from core.blocks import appeal_page_ids
from core.listing import cards_by_id
from core.models import BasePage
from letters.blocks import ItemsBlock


@dataclass
class LetterPart:
    """A block, and the pages of its list."""

    block: StreamValue.StreamChild
    pages: list[BasePage] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The name of the templates of the part."""
        return "items" if isinstance(self.block.block, ItemsBlock) else self.block.block_type


@dataclass
class LetterContent:
    """The parts of a letter, and the visible pages that they refer to, by id.

    `item_ids` are the ids of the pages of each list, by the id of its block.
    """

    parts: list[LetterPart]
    cards: dict[int, BasePage]
    item_ids: dict[str, list[int]]


def compose_letter(
    body: StreamValue, moment: datetime, kept: Mapping[str, list[int]]
) -> LetterContent:
    """Return the content of a letter that is sent at a time, without empty lists.

    `kept` are the `item_ids` of a letter that was sent: its lists do not fill up again. No page is
    listed twice.
    """
    shown: set[int] = set()
    linked: list[int] = []
    blocks = []
    for block in body:
        ids: list[int] = []
        if isinstance(block.block, ItemsBlock):
            ids = [pk for pk in dict.fromkeys(_ids(block, moment, kept)) if pk not in shown]
            shown.update(ids)
        elif block.block_type == "appeal":
            linked += appeal_page_ids(block.value)
        blocks.append((block, ids))
    cards = cards_by_id([*shown, *linked])
    parts = [LetterPart(block, [cards[pk] for pk in ids if pk in cards]) for block, ids in blocks]
    item_ids = {block.id: ids for block, ids in blocks if isinstance(block.block, ItemsBlock)}
    filled = [part for part in parts if part.kind != "items" or part.pages]
    return LetterContent(filled, cards, item_ids)


def _ids(
    block: StreamValue.StreamChild, moment: datetime, kept: Mapping[str, list[int]]
) -> list[int]:
    """Return the ids of the pages that an editor chose, or that fill the list."""
    if chosen := block.block.chosen_ids(block.value):
        return chosen
    if block.id in kept:
        return kept[block.id]
    return list(block.block.find(block.value, moment).values_list("pk", flat=True))
