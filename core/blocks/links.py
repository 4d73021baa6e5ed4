"""Blocks with links: cards of pages, reading lists and menus."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from core.blocks.choosers import CardChooserBlock
from core.listing import cards_by_id
from core.queries import visible


class RelatedPageBlock(blocks.StructBlock):
    """The card of another page."""

    page = CardChooserBlock()

    def get_preview_value(self) -> blocks.StructValue:
        """Return a preview with a page of the site."""
        return self.normalize({"page": visible(Page.objects.all()).order_by("depth").last()})

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Add the card of the page if it is visible."""
        context = super().get_context(value, parent_context)
        page = value["page"]
        cards = context.get("related_cards")
        if cards is None:
            cards = cards_by_id([page.pk] if page else [])
        context["related"] = cards.get(page and page.pk)
        return context

    class Meta:
        icon = "doc-empty-inverse"
        template = "blocks/related_page.html"
        description = _("A link to an article, an event, a book or another page")


class ReadingGroupBlock(blocks.StructBlock):
    """A group of pages in a reading list."""

    heading = blocks.CharBlock(
        required=False, max_length=120, help_text=_("Only if the list has several parts.")
    )
    pages = blocks.ListBlock(CardChooserBlock(), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Part")


class ReadingListBlock(blocks.StructBlock):
    """A list of pages in groups; only visible pages are displayed."""

    heading = blocks.CharBlock(max_length=120, default="Reading list")
    groups = blocks.ListBlock(ReadingGroupBlock(), min_num=1, label=_("Parts"))

    def get_preview_value(self) -> blocks.StructValue:
        """Return a preview with pages of the site."""
        pages = visible(Page.objects.filter(depth__gt=2)).order_by("-depth")[:3]
        groups = [{"heading": "To begin with", "pages": [page.pk for page in pages]}]
        return self.to_python({"heading": "Reading list", "groups": groups})

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Add the groups with their visible pages."""
        context = super().get_context(value, parent_context)
        cards = context.get("related_cards")
        if cards is None:
            cards = cards_by_id(reading_list_ids(value))
        context["groups"] = [
            {
                "heading": group["heading"],
                "pages": [cards[page.pk] for page in group["pages"] if page and page.pk in cards],
            }
            for group in value["groups"]
        ]
        return context

    class Meta:
        icon = "list-ul"
        template = "blocks/reading_list.html"
        description = _("Links to other pages, in parts with headings")


def reading_list_ids(value: blocks.StructValue) -> list[int]:
    """Return the ids of the pages of a reading list."""
    return [page.pk for group in value["groups"] for page in group["pages"] if page]


class PageLinkBlock(blocks.StructBlock):
    """A menu link to a page of the site."""

    page = blocks.PageChooserBlock()
    label = blocks.CharBlock(
        required=False, max_length=60, help_text=_("Only if the page’s title is too long.")
    )

    class Meta:
        icon = "doc-empty"
        label_format = "{page}"


class URLLinkBlock(blocks.StructBlock):
    """A menu link to any URL."""

    label = blocks.CharBlock(max_length=60)
    url = blocks.URLBlock(label=_("Web address"))

    class Meta:
        icon = "link"
        label_format = "{label}"


class LinkStreamBlock(blocks.StreamBlock):
    """The links of a menu."""

    page = PageLinkBlock()
    address = URLLinkBlock(label=_("Web address"))


class SubmenuBlock(blocks.StructBlock):
    """A part of a menu, which opens to display its links."""

    label = blocks.CharBlock(max_length=60)
    links = LinkStreamBlock(min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Submenu")
        label_format = "{label}"


class MenuStreamBlock(LinkStreamBlock):
    """The links of the main menu, and submenus of one level."""

    submenu = SubmenuBlock()


class SocialLinkStreamBlock(blocks.StreamBlock):
    """Links to accounts of the publication on other sites."""

    address = URLLinkBlock(label=_("Web address"))
