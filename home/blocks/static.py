"""Sections that say what an editor wrote."""

from datetime import date

from wagtail import blocks

from core.blocks import SAMPLE_VIDEO, ReadingListBlock, VideoBlock
from core.blocks.text import SENTENCE_FEATURES


class StatementBlock(blocks.StructBlock):
    """The statement of aims of the publication's settings."""

    heading = blocks.CharBlock(required=False, max_length=80)

    class Meta:
        icon = "clipboard-list"
        template = "home/sections/statement.html"
        description = "The statement of aims, as it stands in the settings"
        preview_value = {"heading": "What we are for"}


class VideoSectionBlock(blocks.StructBlock):
    """A video."""

    heading = blocks.CharBlock(max_length=80)
    video = VideoBlock()

    class Meta:
        icon = "media"
        template = "home/sections/video.html"
        description = "A video that loads only after a click"
        preview_value = {"heading": "To watch", "video": SAMPLE_VIDEO}


class ReadingListSectionBlock(ReadingListBlock):
    """Pages to read, chosen by an editor."""

    class Meta:
        template = "home/sections/reading_list.html"
        description = "Links to pages of any age, in parts: an introduction, a dossier"


class NoticeBlock(blocks.StructBlock):
    """Something to know now: an appeal, a change of address."""

    heading = blocks.CharBlock(required=False, max_length=80)
    text = blocks.RichTextBlock(features=SENTENCE_FEATURES)
    until = blocks.DateBlock(
        required=False,
        help_text="The last day on which it stands here. Empty: until you delete it.",
    )

    def is_current(self, value: blocks.StructValue, today: date) -> bool:
        """Return whether it still stands."""
        return not value["until"] or value["until"] >= today

    class Meta:
        icon = "warning"
        template = "home/sections/notice.html"
        description = "A few sentences for everybody, which leave by themselves after a day"
        preview_value = {"heading": "We are moving", "text": "<p>The office opens on 3 May.</p>"}
