"""Blocks of words."""

from decimal import Decimal

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock

SENTENCE_FEATURES = ["bold", "italic", "language", "link", "document-link"]
TEXT_FEATURES = [
    "h2",
    "h3",
    "h4",
    "ol",
    "ul",
    "superscript",
    "subscript",
    "strikethrough",
    *SENTENCE_FEATURES,
]


class HeadingBlock(blocks.StructBlock):
    """A heading within the text."""

    text = blocks.CharBlock(max_length=200, help_text="A few words that say what follows.")
    level = blocks.ChoiceBlock(
        choices=[("h2", "Heading"), ("h3", "Heading below a heading")], default="h2"
    )

    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        description = "Divides a long text into parts"
        preview_value = {"text": "What the crews want", "level": "h2"}

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        """Return its words, and not the name of its level."""
        return [value["text"]]


class QuoteBlock(blocks.StructBlock):
    """What somebody else said or wrote."""

    text = blocks.TextBlock(help_text="The words as they were said, without quotation marks.")
    attribution = blocks.CharBlock(
        required=False, max_length=200, help_text="Who said it, and where if it was printed."
    )

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        description = "Words of somebody else, with who said them"
        preview_value = {
            "text": "We were told the ferry would wait. It did not wait.",
            "attribution": "A passenger",
        }


class PullQuoteBlock(blocks.StructBlock):
    """A sentence of the article itself, set large."""

    text = blocks.TextBlock(help_text="A sentence of the article that draws a reader in.")

    class Meta:
        icon = "openquote"
        template = "blocks/pull_quote.html"
        description = "A sentence of the article, set large beside the text"
        preview_value = {"text": "Nobody clocks on to drown."}


class CodeBlock(blocks.TextBlock):
    """Lines that are shown just as they were typed."""

    class Meta:
        icon = "code"
        template = "blocks/code.html"
        description = "Lines as they were typed: a program, a table of a typewriter"
        preview_value = "tide = high(port, day)\nprint(tide)"


class CalloutBlock(blocks.StructBlock):
    """Something beside the text: facts, dates, how to help."""

    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["ol", "ul", *SENTENCE_FEATURES])

    class Meta:
        icon = "info-circle"
        template = "blocks/callout.html"
        description = "A box beside the text, for facts, dates or how to help"
        preview_value = {
            "title": "How to help",
            "text": "<p>The strike fund is open every evening from six.</p>",
        }


class NumberBlock(blocks.DecimalBlock):
    """A number in a table, which can be searched for."""

    def get_searchable_content(self, value: Decimal | None) -> list[str]:
        """Return it as it is printed."""
        return [] if value is None else [str(value)]


class TableBlock(TypedTableBlock):
    """A table with a caption."""

    text = blocks.CharBlock(required=False, label="Words")
    number = NumberBlock(required=False, label="Numbers")
    rich_text = blocks.RichTextBlock(
        required=False, features=SENTENCE_FEATURES, label="Words with links"
    )

    def get_context(self, value: TypedTable, parent_context: dict | None = None) -> dict:
        """Tell the template whether its columns are named."""
        context = super().get_context(value, parent_context)
        context["has_head"] = any(column["heading"] for column in value.columns)
        return context

    class Meta:
        icon = "table"
        template = "blocks/table.html"
        description = "Rows and columns, each column of words or of numbers"
        preview_value = {
            "caption": "Rents in the harbour streets",
            "columns": [
                {"type": "text", "heading": "Street"},
                {"type": "number", "heading": "Pounds a month"},
            ],
            "rows": [{"values": ["Ropewalk", "640"]}, {"values": ["Tar Lane", "705"]}],
        }
