"""Rendered bodies: the targets of links, fetched at once, and the headings, which get ids."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from html import unescape

from anyascii import anyascii
from django.db.models import Model
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.rich_text import extract_references_from_rich_text

from documents.models import SiteDocument

Targets = dict[type[Model], dict[str, Model | None]]
_targets: ContextVar[Targets | None] = ContextVar("link_targets", default=None)
FINDERS = {Page: Page.objects.live, SiteDocument: SiteDocument.objects.all}
# Headings as our templates and Wagtail's rich text render them.
HEADING = re.compile(
    r'<(?P<tag>h[234])(?P<attributes>(?: class="heading"| data-block-key="[^"]*")?)>'
    r"(?P<text>.*?)</(?P=tag)>",
    re.DOTALL,
)
MIN_CONTENTS = 3  # headings; a shorter table of contents is no help


@contextmanager
def prefetched_links(texts: Iterable[str]) -> Iterator[None]:
    """Fetch the targets of all links in these rich texts, for rendering within the block."""
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
    """Return the objects with these keys, None where there is none; fetch each only once."""
    keys = list(keys)
    known = (_targets.get() or {}).get(model, {})
    if missing := set(keys) - set(known):
        numbers = [int(key) for key in missing if key.isdecimal()]
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
    """The HTML of a body, and the table of contents of a long one."""

    html: SafeString
    contents: tuple[ContentsEntry, ...]


def add_heading_ids(html: str) -> RenderedBody:
    """Give every heading of a rendered body a unique `id`, and list those of the first level."""
    anchors: set[str] = set()
    entries = []

    def with_id(match: re.Match) -> str:
        text = unescape(strip_tags(match["text"]))
        anchor = _unique_anchor(text, anchors)
        if match["tag"] == "h2":
            entries.append(ContentsEntry(text, anchor))
        tag = match["tag"]
        return f'<{tag} id="{anchor}"{match["attributes"]}>{match["text"]}</{tag}>'

    body = mark_safe(HEADING.sub(with_id, html))  # noqa: S308 – the input was safe
    return RenderedBody(body, tuple(entries) if len(entries) >= MIN_CONTENTS else ())


def _unique_anchor(text: str, anchors: set[str]) -> str:
    """Return an id made of the words of a heading, and add it to `anchors`."""
    stem = slugify(anyascii(text)) or "part"
    # The prefix keeps ids of headings apart from those of the template.
    candidates = [f"h-{stem}", *(f"h-{stem}-{number}" for number in range(2, len(anchors) + 2))]
    anchor = next(candidate for candidate in candidates if candidate not in anchors)
    anchors.add(anchor)
    return anchor
