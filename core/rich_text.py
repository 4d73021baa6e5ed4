"""Rendered bodies: prefetched targets of links, ids of headings, the table of contents."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from html import unescape

from anyascii import anyascii
from django.db.models import Model
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.rich_text import extract_references_from_rich_text

from documents.models import SiteDocument

Targets = dict[type[Model], dict[str, Model | None]]
_targets: ContextVar[Targets | None] = ContextVar("link_targets", default=None)
FINDERS = {Page: Page.objects.live, SiteDocument: SiteDocument.objects.all}
# Headings as rendered by our templates and by Wagtail's rich text.
HEADING = re.compile(
    r'<(?P<tag>h[234])(?P<attributes>(?: class="heading"| data-block-key="[^"]*")?)>'
    r"(?P<text>.*?)</(?P=tag)>",
    re.DOTALL,
)
PARAGRAPH_END = re.compile(r"</(?:p|li|h\d|blockquote|div)>|<br[^>]*>", re.IGNORECASE)
MIN_CONTENTS = 3  # headings; a shorter table of contents would not help


def is_primary_key(text: str | None) -> bool:
    """Return whether a text can be the primary key of the target of a link.

    Stored rich text may have been forged.
    """
    return bool(text) and text.isascii() and text.isdecimal() and len(text) < 10


def paragraphs_of(html: str) -> str:
    """Return the text of stored HTML in paragraphs, where its elements are not well-formed."""
    ends = PARAGRAPH_END.sub("\n", html)
    lines = (" ".join(unescape(strip_tags(line)).split()) for line in ends.split("\n"))
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


@contextmanager
def prefetched_links(texts: Iterable[str]) -> Iterator[None]:
    """Prefetch the targets of all links in `texts` for rendering within the block."""
    token = _targets.set(defaultdict(dict))
    try:
        _prefetch(texts)
        yield
    finally:
        _targets.reset(token)


def _prefetch(texts: Iterable[str]) -> None:
    keys = defaultdict(set)
    for text in texts:
        for model, pk, *_path in extract_references_from_rich_text(text):
            keys[model].add(str(pk))
    for model in keys.keys() & FINDERS.keys():
        find_link_targets(model, keys[model])


def find_link_targets(model: type[Model], keys: Iterable[str]) -> list[Model | None]:
    """Return the objects with these keys, or None for each missing one.

    Within `prefetched_links()` each object is fetched once.
    """
    keys = list(keys)
    known = (_targets.get() or {}).get(model, {})
    if missing := set(keys) - set(known):
        numbers = [int(key) for key in missing if is_primary_key(key)]
        found = {str(each.pk): each for each in FINDERS[model]().filter(pk__in=numbers)}
        known |= dict.fromkeys(missing) | found
        if _targets.get() is not None:
            _targets.get()[model] = known
    return [known[key] for key in keys]


@dataclass(frozen=True)
class ContentsEntry:
    """An entry of a table of contents: a heading and its id."""

    text: str
    anchor: str


@dataclass(frozen=True)
class RenderedBody:
    """The HTML of a body, and its table of contents if it is long."""

    html: SafeString
    contents: tuple[ContentsEntry, ...]


def add_heading_ids(html: str) -> RenderedBody:
    """Add a unique `id` to each heading of a rendered body, and list the `h2` headings."""
    anchors: set[str] = set()
    entries = []

    def with_id(match: re.Match) -> str:
        text = unescape(strip_tags(match["text"]))
        anchor = _unique_anchor(text, anchors)
        if match["tag"] == "h2":
            entries.append(ContentsEntry(text, anchor))
        tag = match["tag"]
        return f'<{tag} id="{anchor}"{match["attributes"]}>{match["text"]}</{tag}>'

    body = mark_safe(HEADING.sub(with_id, html))  # noqa: S308 (the input is safe)
    return RenderedBody(body, tuple(entries) if len(entries) >= MIN_CONTENTS else ())


def _unique_anchor(text: str, anchors: set[str]) -> str:
    """Return an id made from the text of a heading, and add it to `anchors`."""
    stem = slugify(anyascii(text)) or "part"
    # The prefix prevents conflicts with ids in the templates.
    candidates = [f"h-{stem}", *(f"h-{stem}-{number}" for number in range(2, len(anchors) + 2))]
    anchor = next(candidate for candidate in candidates if candidate not in anchors)
    anchors.add(anchor)
    return anchor
