"""Sections that show pinned pages and fill up with further pages automatically."""

from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.blocks import CardChooserBlock
from core.listing import fetch_cards
from core.queries import children_of
from home.links import MoreLink, page_link

MAX_ITEMS = 12


class AutoSectionBlock(blocks.StructBlock):
    """A section that fills itself with pages.

    `home.front_page` selects the pages, because a page must not appear in two sections.
    """

    heading = blocks.CharBlock(max_length=80, label=_("Heading"))

    def get_candidates(self, value: blocks.StructValue, visible: dict[int, Page]) -> PageQuerySet:
        """Return the visible pages that may fill the section, the best first.

        `visible` has the pages that editors selected, by id, so that they are not fetched again:
        pinned pages as specific pages, sources as plain pages.
        """
        raise NotImplementedError

    def is_current(self, page: object) -> bool:
        """Return whether a pinned page is still to be displayed."""
        return True

    def pinned_ids(self, value: blocks.StructValue) -> list[int]:
        """Return the ids of all pinned pages, expired pins included."""
        return [pin["page"].pk for pin in value["pinned"] if pin["page"]]

    def source_ids(self, value: blocks.StructValue) -> list[int]:
        """Return the id of the source, if one is selected, as a list."""
        return [value["source"].pk] if value["source"] else []

    def current_pins(self, value: blocks.StructValue, today: date) -> list[int]:
        """Return the ids of the pages whose pins have not expired, in order."""
        pins = (pin for pin in value["pinned"] if pin["page"])
        return [pin["page"].pk for pin in pins if not pin["until"] or pin["until"] >= today]

    def get_more_link(
        self, value: blocks.StructValue, visible: dict[int, Page], request: HttpRequest | None
    ) -> MoreLink | None:
        """Return the link to the listing with more pages of the section, if there is one."""
        source = value["source"] and visible.get(value["source"].pk)
        return source and page_link(source, request)

    def get_preview_value(self) -> blocks.StructValue:
        """Return a value that previews the section with pages of the site."""
        return self.normalize({**self.get_default(), "heading": str(self.label), "count": 3})

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Add pages if the front page did not supply them, as in the preview of the block."""
        context = super().get_context(value, parent_context)
        if "pages" not in context:
            context["pages"] = fetch_cards(self.get_candidates(value, {})[: value["count"]])
        return context

    def filter_by_source(
        self, pages: PageQuerySet, value: blocks.StructValue, visible: dict[int, Page]
    ) -> PageQuerySet:
        """Return those of `pages` that are children of the source, or all without a source."""
        if not value["source"]:
            return pages
        pk = value["source"].pk
        source = visible.get(pk) or Page.objects.filter(pk=pk).first()
        return children_of(pages, source) if source else pages.none()


class PinBlock(blocks.StructBlock):
    """A page displayed first in a section, optionally until a date."""

    page = CardChooserBlock(label=_("Page"))
    until = blocks.DateBlock(
        required=False,
        label=_("Until"),
        help_text=_("The last day it stays pinned. Leave empty to keep it until you unpin it."),
    )

    class Meta:
        icon = "pick"
        label_format = "{page}"


def pinned(*page_types: str) -> blocks.ListBlock:
    """Return the field for the pages that a section displays first."""
    return blocks.ListBlock(
        PinBlock([("page", CardChooserBlock(page_type=list(page_types), label=_("Page")))]),
        default=[],
        label=_("Pinned pages"),
        help_text=_(
            "Displayed first, in this order. The remaining places are filled automatically. "
            "Drafts and private pages are left out."
        ),
    )


def count(default: int) -> blocks.IntegerBlock:
    """Return the field for the number of pages in a section."""
    return blocks.IntegerBlock(
        default=default,
        min_value=1,
        max_value=MAX_ITEMS,
        label=_("Number of pages"),
        help_text=_("1 to 12."),
    )


def source(page_type: str) -> CardChooserBlock:
    """Return the field for the index page whose children fill a section."""
    return CardChooserBlock(
        page_type=page_type,
        required=False,
        label=_("Filled from"),
        help_text=_(
            "The part of the site that the pages come from. A link to it is displayed below the "
            "section. Leave empty to use all parts."
        ),
    )


def allow_duplicates() -> blocks.BooleanBlock:
    """Return the field that lets a section display pages that are in other sections too."""
    return blocks.BooleanBlock(
        required=False,
        label=_("Allow pages from other sections"),
        help_text=_("Otherwise each page appears only once on the front page."),
    )
