"""Blocks of text, and tables."""

import re
from decimal import Decimal

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock

LEADING_BLANK_LINES = re.compile(r"\A(?:[ \t]*\r?\n)+")
SENTENCE_FEATURES = [
    "bold",
    "italic",
    "superscript",
    "subscript",
    "strikethrough",
    "language",
    "link",
    "document-link",
]
TEXT_FEATURES = ["h2", "h3", "h4", "ol", "ul", *SENTENCE_FEATURES]


class HeadingBlock(blocks.StructBlock):
    """A heading within the body."""

    text = blocks.CharBlock(max_length=200, help_text=_("A few words about what follows."))
    level = blocks.ChoiceBlock(
        choices=[("h2", _("Heading")), ("h3", _("Subheading"))], default="h2"
    )

    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        description = _("Divides a long text into parts")
        preview_value = {"text": "What the crews want", "level": "h2"}

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        """Return the text without the label of the level."""
        return [value["text"]]


class QuoteBlock(blocks.StructBlock):
    """A quotation with its source."""

    text = blocks.TextBlock(help_text=_("The exact words, without quotation marks."))
    attribution = blocks.CharBlock(
        required=False, max_length=200, help_text=_("Who said it, and where it was published.")
    )

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        description = _("A quotation with its source")
        preview_value = {
            "text": "We were told the ferry would wait. It did not wait.",
            "attribution": "A passenger",
        }


class PullQuoteBlock(blocks.StructBlock):
    """A sentence from the article, displayed in large type."""

    text = blocks.TextBlock(help_text=_("A sentence from the article that catches the eye."))

    class Meta:
        icon = "openquote"
        template = "blocks/pull_quote.html"
        description = _("A sentence from the article, in large type beside the text")
        preview_value = {"text": "No one clocks on to drown."}


class PreformattedField(forms.CharField):
    """A form field that keeps the indentation of the first line."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: object) -> str:
        """Strip blank lines before the text, and white space after it."""
        return LEADING_BLANK_LINES.sub("", super().to_python(value).rstrip())


class CodeBlock(blocks.TextBlock):
    """Text displayed with its line breaks and spaces as typed."""

    @cached_property
    def field(self) -> forms.CharField:
        """Return the field of a text block, which would strip the text."""
        widget = AdminAutoHeightTextInput(attrs={"rows": self.rows})
        return PreformattedField(widget=widget, **self.field_options)

    class Meta:
        icon = "code"
        template = "blocks/code.html"
        description = _("Text that keeps its line breaks and spaces, such as source code")
        preview_value = "tide = high(port, day)\nprint(tide)"


class CalloutBlock(blocks.StructBlock):
    """A box beside the text."""

    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["ol", "ul", *SENTENCE_FEATURES])

    class Meta:
        icon = "info-circle"
        template = "blocks/callout.html"
        description = _("A box beside the text, for facts, dates or how to help")
        preview_value = {
            "title": "How to help",
            "text": "<p>The strike fund is open every evening from six.</p>",
        }


class NumberBlock(blocks.DecimalBlock):
    """A number in a table, which the search can find."""

    def get_searchable_content(self, value: Decimal | None) -> list[str]:
        """Return the number as it is displayed."""
        return [] if value is None else [str(value)]


class TableBlock(TypedTableBlock):
    """A table with a caption."""

    text = blocks.CharBlock(required=False, label=_("Text"))
    number = NumberBlock(required=False, label=_("Numbers"))
    rich_text = blocks.RichTextBlock(
        required=False, features=SENTENCE_FEATURES, label=_("Text with links")
    )

    def get_context(self, value: TypedTable, parent_context: dict | None = None) -> dict:
        """Add whether the columns have headings."""
        context = super().get_context(value, parent_context)
        context["has_head"] = any(column["heading"] for column in value.columns)
        return context

    class Meta:
        icon = "table"
        template = "blocks/table.html"
        description = _("Rows and columns of text or numbers")
        preview_value = {
            "caption": "Rents in the harbour streets",
            "columns": [
                {"type": "text", "heading": "Street"},
                {"type": "number", "heading": "Pounds a month"},
            ],
            "rows": [{"values": ["Ropewalk", "640"]}, {"values": ["Tar Lane", "705"]}],
        }
