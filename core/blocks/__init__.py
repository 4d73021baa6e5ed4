"""StreamField blocks; each has a template, a preview and a description for the block chooser."""

from core.blocks.appeal import AppealBlock, AppealStreamBlock, appeal_page_ids
from core.blocks.body import BodyBlock, chosen_page_ids, related_page_ids
from core.blocks.choosers import CardChooserBlock
from core.blocks.files import RecordingBlock
from core.blocks.links import (
    LinkStreamBlock,
    MenuStreamBlock,
    ReadingListBlock,
    SocialLinkStreamBlock,
    reading_list_ids,
)
from core.blocks.media import SAMPLE_VIDEO, FigureBlock, VideoBlock
from core.blocks.prefetch import fetch_media, iter_block_values
from core.blocks.sign_up import SignUpBlock, SignUpStreamBlock
from core.blocks.text import HeadingBlock

__all__ = [
    "SAMPLE_VIDEO",
    "AppealBlock",
    "AppealStreamBlock",
    "BodyBlock",
    "CardChooserBlock",
    "FigureBlock",
    "HeadingBlock",
    "LinkStreamBlock",
    "MenuStreamBlock",
    "ReadingListBlock",
    "RecordingBlock",
    "SignUpBlock",
    "SignUpStreamBlock",
    "SocialLinkStreamBlock",
    "VideoBlock",
    "appeal_page_ids",
    "chosen_page_ids",
    "fetch_media",
    "iter_block_values",
    "reading_list_ids",
    "related_page_ids",
]
