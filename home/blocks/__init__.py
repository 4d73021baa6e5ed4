"""The sections of the front page."""

from wagtail import blocks

from home.blocks.base import AutoSectionBlock
from home.blocks.sections import (
    BooksBlock,
    EventsBlock,
    FeatureListBlock,
    HeadlinesBlock,
    LeadStoriesBlock,
)
from home.blocks.static import (
    NoticeBlock,
    ReadingListSectionBlock,
    StatementBlock,
    VideoSectionBlock,
)

__all__ = ["AutoSectionBlock", "FrontPageBlock", "NoticeBlock", "ReadingListSectionBlock"]


class FrontPageBlock(blocks.StreamBlock):
    """The sections of a front page, in the order in which they stand."""

    lead_stories = LeadStoriesBlock()
    notice = NoticeBlock()
    statement = StatementBlock()
    video = VideoSectionBlock()
    headlines = HeadlinesBlock()
    events = EventsBlock()
    features = FeatureListBlock(label="Essays and reviews")
    books = BooksBlock()
    reading_list = ReadingListSectionBlock()
