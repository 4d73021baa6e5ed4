"""The sections of the front page."""

from django.utils.translation import gettext_lazy as _
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
    AppealSectionBlock,
    NoticeBlock,
    ReadingListSectionBlock,
    SignUpSectionBlock,
    StatementBlock,
    VideoSectionBlock,
)

__all__ = [
    "AppealSectionBlock",
    "AutoSectionBlock",
    "FrontPageBlock",
    "NoticeBlock",
    "ReadingListSectionBlock",
]


class FrontPageBlock(blocks.StreamBlock):
    """The sections of the front page, in their order of display."""

    lead_stories = LeadStoriesBlock()
    notice = NoticeBlock()
    statement = StatementBlock()
    video = VideoSectionBlock()
    headlines = HeadlinesBlock()
    events = EventsBlock()
    features = FeatureListBlock(label=_("Essays and reviews"))
    books = BooksBlock()
    reading_list = ReadingListSectionBlock()
    appeal = AppealSectionBlock()
    sign_up = SignUpSectionBlock()
