"""What others say of a book."""

from wagtail.blocks import CharBlock, StreamBlock, StructBlock, TextBlock, URLBlock


class EndorsementBlock(StructBlock):
    """What somebody of weight said of a book."""

    quotation = TextBlock(max_length=600, help_text="Without quotation marks.")
    source = CharBlock(
        max_length=200,
        help_text="Who said it, and as what: “Ada Example, author of The Tide”.",
    )
    url = URLBlock(required=False, label="Address", help_text="Where it was said, if online.")

    class Meta:
        icon = "openquote"
        label = "Endorsement"
        template = "books/endorsement.html"


class EndorsementStreamBlock(StreamBlock):
    """Endorsements, in the order in which readers see them."""

    endorsement = EndorsementBlock()
