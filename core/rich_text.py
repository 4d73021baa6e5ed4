"""The headings of a text: each gets an address, and a long text gets a list of them."""

import re
from dataclasses import dataclass
from html import unescape

from anyascii import anyascii
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

# Headings that editors wrote, as our templates and Wagtail's rich text draw them.
HEADING = re.compile(
    r'<(?P<tag>h[234])(?P<mark>(?: class="heading"| data-block-key="[^"]*")?)>'
    r"(?P<text>.*?)</(?P=tag)>",
    re.DOTALL,
)
LONG = 3  # A list of fewer parts helps nobody.


@dataclass(frozen=True)
class ContentsEntry:
    """A heading of the list of contents: its words and the end of its address."""

    text: str
    anchor: str


@dataclass(frozen=True)
class RenderedBody:
    """A text ready to be printed, and the contents of a long one."""

    html: SafeString
    contents: tuple[ContentsEntry, ...]


def add_heading_ids(html: str) -> RenderedBody:
    """Give every heading of a drawn text an `id` of its own, and list those of the first level."""
    taken: set[str] = set()
    entries = []

    def anchored(match: re.Match) -> str:
        words = unescape(strip_tags(match["text"]))
        anchor = _free_anchor(words, taken)
        if match["tag"] == "h2":
            entries.append(ContentsEntry(words, anchor))
        tag = match["tag"]
        return f'<{tag} id="{anchor}"{match["mark"]}>{match["text"]}</{tag}>'

    text = mark_safe(HEADING.sub(anchored, html))  # noqa: S308 – what it changes was safe
    return RenderedBody(text, tuple(entries) if len(entries) >= LONG else ())


def _free_anchor(text: str, taken: set[str]) -> str:
    """Return an anchor of a heading's words that no other heading of the text has."""
    stem = slugify(anyascii(text)) or "part"
    # No anchor of an editor's words may meet those of the page's own furniture.
    candidates = [f"h-{stem}", *(f"h-{stem}-{number}" for number in range(2, len(taken) + 2))]
    anchor = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(anchor)
    return anchor
