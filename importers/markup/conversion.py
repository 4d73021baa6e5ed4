"""From a text of WordPress, of its block editor or of the classic one, to our blocks."""

import json
import re
from uuid import NAMESPACE_URL, uuid5

from importers.markup.context import Body, Finder
from importers.markup.figures import Figures
from importers.markup.inline import Lines, as_uuid
from importers.markup.tree import tree
from importers.markup.walking import Walker
from importers.markup.writing import Writer
from importers.wordpress.shortcodes import with_elements

# A pattern that several texts share, where it stands.
SHARED = re.compile(r'<!-- wp:block \{[^>]*?"ref":(\d{1,12})[^>]*?\} /-->')
DEEPEST_PATTERN = 4
HAS_BLOCKS = "<!-- wp:"


def convert(html: str, finder: Finder, name: str, notes: str = "", item: int = 0) -> Body:
    """Return a text in our blocks.

    `name` is one that no other text has: the same text has the same keys each time. `notes` are
    its footnotes, in the JSON in which WordPress keeps them; `item` is the number of its item.
    """
    body = Body()
    lines = Lines(body, finder, name)
    _read_notes(notes, lines)
    source = with_elements(_with_patterns(html, finder, body))
    root, is_whole = tree(source)
    if not is_whole:
        body.lose("text", "A part of the text is nested too deeply to be read.")
    writer = Writer()
    walker = Walker(writer, lines, Figures(body, finder, item), is_classic=HAS_BLOCKS not in html)
    walker.flow(root)
    body.blocks = _numbered(writer.blocks(), name)
    return body


def _with_patterns(html: str, finder: Finder, body: Body) -> str:
    for _ in range(DEEPEST_PATTERN):
        if not SHARED.search(html):
            return html
        html = SHARED.sub(lambda found: finder.pattern(int(found[1])), html)
    if SHARED.search(html):
        body.lose("pattern", "A pattern that holds itself was left out.")
    return SHARED.sub("", html)


def _read_notes(notes: str, lines: Lines) -> None:
    """Take the footnotes that WordPress keeps beside a text."""
    try:
        found = json.loads(notes) if notes else []
        rows = [(str(row["id"]), str(row["content"])) for row in found]
    except (ValueError, TypeError, KeyError):
        lines.body.lose("footnote", "The footnotes cannot be read.")
        return
    for key, content in rows:
        root, _ = tree(content)
        lines.body.notes.append((as_uuid(key), f"<p>{lines.inside(root)}</p>"))
    lines.taken_aside()


def _numbered(blocks: list[tuple[str, object]], name: str) -> list[dict]:
    """Return blocks in the form in which a StreamField stores them."""
    found = [{"type": kind, "value": value} for kind, value in blocks]
    for at, block in enumerate(found):
        block["id"] = str(uuid5(NAMESPACE_URL, f"{name}#{at}"))
        if isinstance(block["value"], dict):
            for items in block["value"].values():
                _number_items(items, block["id"])
    return found


def _number_items(items: object, name: str) -> None:
    if isinstance(items, list):
        for at, item in enumerate(items):
            if isinstance(item, dict) and item.get("type") == "item":
                item["id"] = str(uuid5(NAMESPACE_URL, f"{name}.{at}"))
