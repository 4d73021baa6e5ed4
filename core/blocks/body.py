"""The text of a page."""

from wagtail import blocks
from wagtail_footnotes.blocks import RichTextBlockWithFootnotes

from core.blocks.files import DocumentBlock, RecordingBlock
from core.blocks.links import ReadingListBlock, RelatedPageBlock
from core.blocks.media import FigureBlock, GalleryBlock, VideoBlock
from core.blocks.text import (
    TEXT_FEATURES,
    CalloutBlock,
    HeadingBlock,
    PullQuoteBlock,
    QuoteBlock,
    TableBlock,
)


class BodyBlock(blocks.StreamBlock):
    """The body of an article, an event, a book or a standing page: the same blocks in all."""

    paragraph = RichTextBlockWithFootnotes(
        features=[*TEXT_FEATURES, "footnotes"],
        icon="pilcrow",
        template="blocks/paragraph.html",
        description="Text, with headings, lists and links",
        preview_value="<p>The last boat left at six, and nobody had told the night shift.</p>",
    )
    heading = HeadingBlock()
    image = FigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    pull_quote = PullQuoteBlock()
    video = VideoBlock(label="Embedded video")
    recording = RecordingBlock()
    related_page = RelatedPageBlock()
    reading_list = ReadingListBlock()
    document = DocumentBlock()
    table = TableBlock()
    callout = CalloutBlock(label="Call-out")

    class Meta:
        template = "blocks/body.html"


def related_page_ids(body: blocks.StreamValue) -> list[int]:
    """Return the ids of the pages that the blocks of `body` point at."""
    ids = []
    for block in body.raw_data:
        value = block["value"]
        if block["type"] == "related_page":
            ids.append(value["page"])
        elif block["type"] == "reading_list":
            ids += [item["value"] for part in value["groups"] for item in part["value"]["pages"]]
    return [pk for pk in ids if pk]
