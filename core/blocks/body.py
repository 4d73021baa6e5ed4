"""The text of a page."""

import re
from functools import lru_cache

from wagtail import blocks
from wagtail.rich_text import RichText, get_text_for_indexing
from wagtail_footnotes.blocks import RichTextBlockWithFootnotes

from core.blocks.choosers import deferred_choosers
from core.blocks.files import DocumentBlock, RecordingBlock
from core.blocks.links import ReadingListBlock, RelatedPageBlock, reading_list_ids
from core.blocks.media import FigureBlock, GalleryBlock, VideoBlock
from core.blocks.text import (
    TEXT_FEATURES,
    CalloutBlock,
    CodeBlock,
    HeadingBlock,
    PullQuoteBlock,
    QuoteBlock,
    TableBlock,
)

FOOTNOTE_MARK = re.compile("<footnote [^>]*>.*?</footnote>")


@lru_cache(maxsize=1024)  # An index asks several times in a row.
def _words(source: str) -> str:
    return get_text_for_indexing(FOOTNOTE_MARK.sub("", source))


class ParagraphBlock(RichTextBlockWithFootnotes):
    """Text with marks of footnotes."""

    def render_footnote_tag(self, index: int, reference_index: int) -> str:
        """Return a mark, close to the word before it and to the stop after it."""
        return super().render_footnote_tag(index, reference_index).strip()

    def get_searchable_content(self, value: RichText) -> list[str]:
        """Return its words without the marks."""
        return [_words(value.source)]


class BodyBlock(blocks.StreamBlock):
    """The body of an article, an event, a book or a standing page: the same blocks in all."""

    paragraph = ParagraphBlock(
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
    code = CodeBlock(label="Lines as typed")

    class Meta:
        template = "blocks/body.html"


def related_page_ids(body: blocks.StreamValue) -> list[int]:
    """Return the ids of the pages that the blocks of `body` point at."""
    ids = []
    for block in body:
        if block.block_type == "related_page" and block.value["page"]:
            ids.append(block.value["page"].pk)
        elif block.block_type == "reading_list":
            ids += reading_list_ids(block.value)
    return ids


def chosen_page_ids(body: blocks.StreamValue) -> list[int]:
    """Return the ids that `body` stores, also those of pages that no longer exist."""
    with deferred_choosers():
        return related_page_ids(body.stream_block.to_python(list(body.raw_data)))
