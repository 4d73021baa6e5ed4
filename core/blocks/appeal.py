"""Appeals for donations, members or help, with links to where readers can act."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.choosers import CardChooserBlock
from core.blocks.links import URLLinkBlock
from core.blocks.text import SENTENCE_FEATURES
from core.listing import cards_by_id
from core.values.money import CURRENCIES, format_price

MAX_LINKS = 6
MAX_AMOUNT = Decimal(10) ** 8  # above what the form accepts


class AppealPageBlock(blocks.StructBlock):
    """A button that leads to a page of the site, such as a form."""

    label = blocks.CharBlock(max_length=60, help_text=_("An amount or a few words: “Join us”."))
    page = CardChooserBlock()

    class Meta:
        icon = "doc-empty"
        label = _("Page of this site")
        label_format = "{label}"


class AppealLinksBlock(blocks.StreamBlock):
    """The buttons of an appeal."""

    address = URLLinkBlock(
        label=_("Web address"), help_text=_("For example the payment page of your bank.")
    )
    page = AppealPageBlock()


class AppealBlock(blocks.StructBlock):
    """A request to readers, with buttons, and with how much has come in if there is a goal."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(
        required=False, features=SENTENCE_FEATURES, help_text=_("What for, in a few sentences.")
    )
    links = AppealLinksBlock(
        required=False,
        max_num=MAX_LINKS,
        label=_("Buttons"),
        help_text=_("One for each amount, for example, or a single one."),
    )
    goal = blocks.DecimalBlock(
        required=False, min_value=0, max_digits=10, decimal_places=2, label=_("Goal")
    )
    raised = blocks.DecimalBlock(
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        label=_("Raised so far"),
        help_text=_("Displayed with the goal. Change it as donations come in."),
    )
    currency = blocks.ChoiceBlock(choices=CURRENCIES, default="GBP")

    class Meta:
        icon = "pick"
        template = "blocks/appeal.html"
        label = _("Appeal")
        description = _("A request for donations, members or help, with buttons")
        preview_value = {
            "heading": "Keep us in print",
            "text": "<p>Three issues are paid for. A fourth needs you.</p>",
            "links": [
                {"type": "address", "value": {"label": "£5", "url": "https://example.org/5"}},
                {"type": "address", "value": {"label": "£20", "url": "https://example.org/20"}},
            ],
            "goal": Decimal(2000),
            "raised": Decimal(1250),
            "currency": "GBP",
        }

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        """Return the heading and the text."""
        text = self.child_blocks["text"].get_searchable_content(value["text"])
        return [value["heading"], *text]

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Add the buttons whose pages are visible, and the goal in words."""
        context = super().get_context(value, parent_context)
        cards = context.get("related_cards")
        if cards is None:
            cards = cards_by_id(appeal_page_ids(value))
        context["buttons"] = [
            {**link.value, "page": link.value.get("page") and cards.get(link.value["page"].pk)}
            for link in value["links"]
            if link.block_type == "address"
            or (link.value["page"] and link.value["page"].pk in cards)
        ]
        if value["goal"] and 0 < value["goal"] < MAX_AMOUNT:
            raised = min(max(value["raised"] or Decimal(), Decimal()), MAX_AMOUNT)
            context["goal"] = format_price(value["goal"], value["currency"])
            context["raised"] = format_price(raised, value["currency"])
            context["percent"] = min(100, int(raised * 100 / value["goal"]))
        return context


class AppealStreamBlock(blocks.StreamBlock):
    """At most one appeal."""

    appeal = AppealBlock()


def appeal_page_ids(value: blocks.StructValue) -> list[int]:
    """Return the ids of the pages to which the buttons of an appeal lead."""
    return [
        link.value["page"].pk
        for link in value["links"]
        if link.block_type == "page" and link.value["page"]
    ]
