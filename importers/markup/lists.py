"""Lists of a text, also within each other."""

from importers.markup.inline import Lines
from importers.markup.tree import Node, is_comment, is_inline, parts_of

LISTS = ("ul", "ol")


def list_html(node: Node, lines: Lines) -> str:
    """Return a list as Wagtail stores it: each entry one line, then the lists within it."""
    entries = []
    for child in node:
        if is_comment(child):
            continue
        if child.tag in LISTS and entries:  # Older editors put a list beside the entry it is in.
            entries[-1] = entries[-1].removesuffix("</li>") + list_html(child, lines) + "</li>"
        elif entry := _entry(child, lines):
            entries.append(f"<li>{entry}</li>")
    return f"<{node.tag}>{''.join(entries)}</{node.tag}>" if entries else ""


def _entry(node: Node, lines: Lines) -> str:
    """Return the lines of an entry with breaks between them, then its lists."""
    texts, inner, run = [], [], []
    for part in parts_of(node):
        if isinstance(part, str) or is_inline(part):
            run.append(part)
            continue
        texts.append(lines.html(run))
        run = []
        if part.tag in LISTS:
            inner.append(list_html(part, lines))
        else:
            texts.append(lines.inside(part))
    texts.append(lines.html(run))
    return "<br/>".join(filter(None, texts)) + "".join(inner)
