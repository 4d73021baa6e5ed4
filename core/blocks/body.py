"""The body of a page."""

import re
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText, get_text_for_indexing
from wagtail_footnotes.blocks import RichTextBlockWithFootnotes

from core.blocks.appeal import AppealBlock, appeal_page_ids
from core.blocks.choosers import deferred_choosers
from core.blocks.files import DocumentBlock, RecordingBlock
from core.blocks.links import ReadingListBlock, RelatedPageBlock, reading_list_ids
from core.blocks.media import FigureBlock, GalleryBlock, VideoBlock
from core.blocks.sign_up import SignUpBlock
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


# Indexing needs the same text several times, and an import indexes pages by the hundred.
@lru_cache(maxsize=4096)
def _searchable_text(source: str) -> str:
    return get_text_for_indexing(FOOTNOTE_MARK.sub("", source))


class ParagraphBlock(RichTextBlockWithFootnotes):
    """Rich text with footnotes; may be empty, as the one that an empty form begins with."""

    def __init__(self, required: bool = False, **options: object) -> None:
        super().__init__(required=required, **options)

    def render_footnote_tag(self, index: int, reference_index: int) -> str:
        """Return a mark without surrounding spaces, which would allow a line break before it."""
        return super().render_footnote_tag(index, reference_index).strip()

    def get_searchable_content(self, value: RichText) -> list[str]:
        """Return the text without the footnote marks."""
        return [_searchable_text(value.source)]


class BodyBlock(blocks.StreamBlock):
    """The body of articles, events, books and standard pages."""

    paragraph = ParagraphBlock(
        features=[*TEXT_FEATURES, "hr", "footnotes"],
        icon="pilcrow",
        template="blocks/paragraph.html",
        description=_("Text with headings, lists and links"),
        preview_value="<p>The last boat left at six, and no one had told the night shift.</p>",
    )
    heading = HeadingBlock()
    image = FigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    pull_quote = PullQuoteBlock()
    video = VideoBlock(label=_("Embedded video"))
    recording = RecordingBlock()
    related_page = RelatedPageBlock()
    reading_list = ReadingListBlock()
    document = DocumentBlock()
    table = TableBlock()
    callout = CalloutBlock(label=_("Callout"))
    appeal = AppealBlock()
    sign_up = SignUpBlock()
    code = CodeBlock(label=_("Preformatted text"))

    class Meta:
        template = "blocks/body.html"


def related_page_ids(body: blocks.StreamValue) -> list[int]:
    """Return the ids of the pages to which the blocks of `body` refer."""
    ids = []
    for block in body:
        if block.block_type == "related_page" and block.value["page"]:
            ids.append(block.value["page"].pk)
        elif block.block_type == "reading_list":
            ids += reading_list_ids(block.value)
        elif block.block_type == "appeal":
            ids += appeal_page_ids(block.value)
    return ids


def chosen_page_ids(body: blocks.StreamValue) -> list[int]:
    """Return the stored ids of pages in `body`, including those of deleted pages."""
    with deferred_choosers():
        return related_page_ids(body.stream_block.to_python(list(body.raw_data)))
