"""Blocks of the endorsements of a book."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StreamBlock, StructBlock, TextBlock, URLBlock


class EndorsementBlock(StructBlock):
    """A quotation that recommends a book."""

    quotation = TextBlock(max_length=600, help_text=_("Without quotation marks."))
    source = CharBlock(
        max_length=200,
        help_text=_("Who said it, and their role: “Ada Example, author of The Tide”."),
    )
    url = URLBlock(
        required=False, label=_("Web address"), help_text=_("Where it was published, if online.")
    )

    class Meta:
        icon = "openquote"
        label = _("Endorsement")
        template = "books/endorsement.html"


class EndorsementStreamBlock(StreamBlock):
    """The endorsements of a book, in the order in which readers see them."""

    endorsement = EndorsementBlock()
