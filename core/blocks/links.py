"""Blocks that lead elsewhere: cards of pages, and the links of the menus."""

from wagtail import blocks
from wagtail.models import Page

from core.blocks.choosers import CardChooserBlock
from core.listing import cards_by_id
from core.queries import visible


class RelatedPageBlock(blocks.StructBlock):
    """Another page of the site, shown as any list shows it."""

    page = CardChooserBlock()

    def get_preview_value(self) -> blocks.StructValue:
        """Preview the block with a page of the site."""
        return self.normalize({"page": visible(Page.objects.all()).order_by("depth").last()})

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Offer the template the page's card, if everybody may read the page."""
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
        description = "The card of another page: an article, an event, a book"


class ReadingGroupBlock(blocks.StructBlock):
    """Pages under a heading."""

    heading = blocks.CharBlock(
        required=False, max_length=120, help_text="Only where the list has several parts."
    )
    pages = blocks.ListBlock(CardChooserBlock(), min_num=1)

    class Meta:
        icon = "list-ul"
        label = "Part"


class ReadingListBlock(blocks.StructBlock):
    """Pages to read, in parts; one that is not public is left out."""

    heading = blocks.CharBlock(max_length=120, default="Reading list")
    groups = blocks.ListBlock(ReadingGroupBlock(), min_num=1, label="Parts")

    def get_preview_value(self) -> blocks.StructValue:
        """Preview the block with pages of the site."""
        pages = visible(Page.objects.filter(depth__gt=2)).order_by("-depth")[:3]
        groups = [{"heading": "To begin with", "pages": [page.pk for page in pages]}]
        return self.to_python({"heading": "Reading list", "groups": groups})

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Offer the template the parts with the pages that everybody may read."""
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
        description = "Links to other pages, in parts with headings"


def reading_list_ids(value: blocks.StructValue) -> list[int]:
    """Return the ids of the pages of a reading list."""
    return [page.pk for group in value["groups"] for page in group["pages"] if page]


class PageLinkBlock(blocks.StructBlock):
    """A link of a menu to a page of the site."""

    page = blocks.PageChooserBlock()
    label = blocks.CharBlock(
        required=False, max_length=60, help_text="Only where the page’s title is too long."
    )

    class Meta:
        icon = "doc-empty"
        label_format = "{page}"


class AddressLinkBlock(blocks.StructBlock):
    """A link to anywhere else, named by the editor."""

    label = blocks.CharBlock(max_length=60)
    url = blocks.URLBlock(label="Address")

    class Meta:
        icon = "link"
        label_format = "{label}"


class LinkStreamBlock(blocks.StreamBlock):
    """The links of a menu."""

    page = PageLinkBlock()
    address = AddressLinkBlock()


class SocialLinkStreamBlock(blocks.StreamBlock):
    """Places where the publication can be followed."""

    address = AddressLinkBlock()
