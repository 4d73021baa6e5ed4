"""A form with which readers subscribe to letters."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.text import SENTENCE_FEATURES


class SignUpBlock(blocks.StructBlock):
    """A field for an email address; letters are chosen and confirmed in the next steps.

    The pages that show it are cached, so that the form holds nothing about the reader.
    """

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(
        required=False,
        features=SENTENCE_FEATURES,
        help_text=_("What readers get, and how often."),
    )

    class Meta:
        icon = "mail"
        template = "blocks/sign_up.html"
        label = _("Sign-up for letters")
        description = _("A field for the email address of readers who want your letters")
        preview_value = {
            "heading": "The week by letter",
            "text": "<p>What we published, every Friday.</p>",
        }

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        """Return the heading and the text."""
        text = self.child_blocks["text"].get_searchable_content(value["text"])
        return [value["heading"], *text]


class SignUpStreamBlock(blocks.StreamBlock):
    """At most one sign-up."""

    sign_up = SignUpBlock()
