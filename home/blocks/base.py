"""Sections that fill themselves: the pages that an editor pinned, then the next ones."""

from datetime import date

from django.http import HttpRequest
from wagtail import blocks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.blocks import CardChooserBlock
from core.listing import fetch_cards
from core.queries import children_of
from home.links import MoreLink, more_in_page

MOST_ITEMS = 12


class AutoSectionBlock(blocks.StructBlock):
    """A section of pages.

    What it shows is decided by `home.front_page`, which sees the whole page: so no page stands
    in two sections.
    """

    heading = blocks.CharBlock(max_length=80)

    def get_candidates(self, value: blocks.StructValue, visible: dict[int, Page]) -> PageQuerySet:
        """Return the public pages that may fill the section, the best first.

        `visible` has the pages that the editor named, so that they need not be fetched again:
        pinned ones of their own types, parts of the site as plain pages.
        """
        raise NotImplementedError

    def is_current(self, page: object) -> bool:
        """Return whether a pinned page still belongs on the front page."""
        return True

    def pinned_ids(self, value: blocks.StructValue) -> list[int]:
        """Return the ids of the pages that the editor pinned, today or not."""
        return [pin["page"].pk for pin in value["pinned"] if pin["page"]]

    def source_ids(self, value: blocks.StructValue) -> list[int]:
        """Return the id of the part of the site that the editor named, if there is one."""
        return [value["source"].pk] if value["source"] else []

    def current_pins(self, value: blocks.StructValue, today: date) -> list[int]:
        """Return the ids of the pages pinned today, in their order."""
        pins = (pin for pin in value["pinned"] if pin["page"])
        return [pin["page"].pk for pin in pins if not pin["until"] or pin["until"] >= today]

    def more(
        self, value: blocks.StructValue, visible: dict[int, Page], request: HttpRequest | None
    ) -> MoreLink | None:
        """Return the way to all pages that may fill the section, if there is one place of them."""
        source = value["source"] and visible.get(value["source"].pk)
        return source and more_in_page(source, request)

    def get_preview_value(self) -> blocks.StructValue:
        """Preview the section with what the site has to fill it."""
        return self.normalize({**self.get_default(), "heading": self.label, "count": 3})

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Fill the section here where no front page did it: in the block chooser."""
        context = super().get_context(value, parent_context)
        if "pages" not in context:
            context["pages"] = fetch_cards(self.get_candidates(value, {})[: value["count"]])
        return context

    def within(
        self, pages: PageQuerySet, value: blocks.StructValue, visible: dict[int, Page]
    ) -> PageQuerySet:
        """Return those of `pages` that stand in the chosen part of the site, if one is chosen."""
        if not value["source"]:
            return pages
        pk = value["source"].pk
        source = visible.get(pk) or Page.objects.filter(pk=pk).first()
        return children_of(pages, source) if source else pages.none()


class PinBlock(blocks.StructBlock):
    """A page that an editor puts first, for as long as that makes sense."""

    page = CardChooserBlock()
    until = blocks.DateBlock(
        required=False, help_text="The last day on which it is pinned. Empty: until you unpin it."
    )

    class Meta:
        icon = "pick"
        label_format = "{page}"


def pinned(*page_types: str) -> blocks.ListBlock:
    """Return the field for pages that an editor puts first."""
    return blocks.ListBlock(
        PinBlock([("page", CardChooserBlock(page_type=list(page_types)))]),
        default=[],
        label="Pinned",
        help_text="Shown first, in this order. The rest is filled by itself. A page that is "
        "not public is left out.",
    )


def count(default: int) -> blocks.IntegerBlock:
    """Return the field for how many pages a section shows."""
    return blocks.IntegerBlock(
        default=default, min_value=1, max_value=MOST_ITEMS, label="How many", help_text="1 to 12."
    )


def source(page_type: str) -> CardChooserBlock:
    """Return the field for the part of the site that fills a section."""
    return CardChooserBlock(
        page_type=page_type,
        required=False,
        label="Filled from",
        help_text="The part of the site that fills it, linked below it. Empty for all parts.",
    )


def repeats() -> blocks.BooleanBlock:
    """Return the field that lets a section show what stands elsewhere on the page."""
    return blocks.BooleanBlock(
        required=False,
        label="Also what stands in other sections",
        help_text="Otherwise no page stands twice on the front page.",
    )
