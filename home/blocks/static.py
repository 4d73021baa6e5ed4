"""Sections with content that editors enter."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks import SAMPLE_VIDEO, AppealBlock, ReadingListBlock, SignUpBlock, VideoBlock
from core.blocks.text import SENTENCE_FEATURES


class StatementBlock(blocks.StructBlock):
    """The statement of aims from the publication settings."""

    heading = blocks.CharBlock(required=False, max_length=80, label=_("Heading"))

    class Meta:
        icon = "clipboard-list"
        template = "home/sections/statement.html"
        description = _("The statement of aims from the publication settings")
        preview_value = {"heading": "What we stand for"}


class VideoSectionBlock(blocks.StructBlock):
    """A video with a heading."""

    heading = blocks.CharBlock(max_length=80, label=_("Heading"))
    video = VideoBlock(label=_("Video"))

    class Meta:
        icon = "media"
        template = "home/sections/video.html"
        description = _("A video that loads only after a click")
        preview_value = {"heading": "Watch", "video": SAMPLE_VIDEO}


class ReadingListSectionBlock(ReadingListBlock):
    """A reading list of pages that editors select."""

    class Meta:
        template = "home/sections/reading_list.html"
        description = _("Links to pages of any age in groups, such as an introduction or a dossier")


class AppealSectionBlock(AppealBlock):
    """An appeal among the sections."""

    class Meta:
        template = "home/sections/appeal.html"


class SignUpSectionBlock(SignUpBlock):
    """A sign-up for letters among the sections."""

    class Meta:
        template = "home/sections/sign_up.html"


class NoticeBlock(blocks.StructBlock):
    """A short notice, such as an appeal or a change of address."""

    heading = blocks.CharBlock(required=False, max_length=80, label=_("Heading"))
    text = blocks.RichTextBlock(features=SENTENCE_FEATURES, label=_("Text"))
    until = blocks.DateBlock(
        required=False,
        label=_("Until"),
        help_text=_("The last day it is displayed. Leave empty to keep it until you delete it."),
    )

    def is_current(self, value: blocks.StructValue, today: date) -> bool:
        """Return whether the notice is still to be displayed."""
        return not value["until"] or value["until"] >= today

    class Meta:
        icon = "warning"
        template = "home/sections/notice.html"
        description = _("A few sentences for all readers, which can disappear after a set day")
        preview_value = {"heading": "We are moving", "text": "<p>The office opens on 3 May.</p>"}
