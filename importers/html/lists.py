"""Convert lists to rich text, and to lines where there can be no list."""

from collections.abc import Iterator

from importers.html.dom import Node, child_nodes, is_comment, is_inline
from importers.html.inline import DROPPED_TAGS, InlineConverter
from importers.html.numbering import LISTS, markers, own_markers


def list_html(node: Node, inline: InlineConverter) -> str:
    """Return a list as rich text, in which an entry is one line followed by nested lists.

    Our lists count from 1: one that counts otherwise becomes paragraphs with its numbers.
    """
    if own_markers(node):
        return "".join(f"<p>{line}</p>" for line in list_lines(node, inline))
    entries = []
    for child in node:
        if is_comment(child):
            continue
        if child.tag in LISTS and entries:  # Old editors put nested lists between the entries.
            entries[-1] = entries[-1].removesuffix("</li>") + list_html(child, inline) + "</li>"
        elif entry := _entry(child, inline):
            entries.append(f"<li>{entry}</li>")
    return f"<{node.tag}>{''.join(entries)}</{node.tag}>" if entries else ""


def _entry(node: Node, inline: InlineConverter) -> str:
    """Return the lines of an entry, separated by line breaks, then its nested lists."""
    lines, nested, run = [], [], []
    for part in child_nodes(node):
        if isinstance(part, str) or is_inline(part):
            run.append(part)
            continue
        lines.append(inline.html(run))
        run = []
        if part.tag in LISTS and not own_markers(part):
            nested.append(list_html(part, inline))
        elif part.tag in LISTS:
            lines += list_lines(part, inline)
        else:
            lines += block_lines(part, inline)
    lines.append(inline.html(run))
    return "<br/>".join(filter(None, lines)) + "".join(nested)


def list_lines(node: Node, inline: InlineConverter) -> list[str]:
    """Return a list, with those nested in it, as rich text of one line an entry."""
    found, lines = iter(markers(node)), []
    for child in node:
        if is_comment(child):
            continue
        if child.tag in LISTS:
            lines += list_lines(child, inline)
            continue
        own = list(block_lines(child, inline))
        marker = next(found, "") if child.tag == "li" else ""
        lines += [" ".join(filter(None, (marker, *own[:1]))), *own[1:]] if own else []
    return lines


def block_lines(node: Node, inline: InlineConverter) -> Iterator[str]:
    """Yield the content of an element as lines of rich text."""
    run: list[str | Node] = []
    for part in child_nodes(node):
        if isinstance(part, str) or is_inline(part):
            run.append(part)
            continue
        yield from _line(run, inline)
        run = []
        if part.tag in DROPPED_TAGS:
            inline.drop(part)
        elif part.tag in LISTS:
            yield from list_lines(part, inline)
        else:
            yield from block_lines(part, inline)
    yield from _line(run, inline)


def _line(run: list[str | Node], inline: InlineConverter) -> Iterator[str]:
    if html := inline.html(run):
        yield html
