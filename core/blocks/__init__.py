"""The blocks that text is made of; each carries its template, its preview and its description.

The block chooser of the editor is the library of patterns: there is no other list of them.
"""

from core.blocks.body import BodyBlock, related_page_ids
from core.blocks.links import LinkStreamBlock, SocialLinkStreamBlock
from core.blocks.media import SAMPLE_VIDEO, VideoBlock

__all__ = [
    "SAMPLE_VIDEO",
    "BodyBlock",
    "LinkStreamBlock",
    "SocialLinkStreamBlock",
    "VideoBlock",
    "related_page_ids",
]
