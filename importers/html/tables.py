"""Convert tables."""

import re
from collections.abc import Iterator
from html import unescape

from importers.html.dom import Node, is_comment, line_text
from importers.html.inline import InlineConverter
from importers.html.lists import block_lines

MAX_COLUMNS = 40
MAX_ROWS = 1000
FOOTNOTE = re.compile(r'<footnote id="([^"]*)">[^<]*</footnote>')


def table(node: Node, caption: str, inline: InlineConverter) -> dict | None:
    """Return the value of a table block; None for a table without cells."""
    rows = _rows(node)
    if not rows:
        return None
    width = min(max(map(len, rows)), MAX_COLUMNS)
    rows = [(row + [None] * width)[:width] for row in rows]
    has_head = any(True for _ in node.iter("thead")) or _is_head(rows[0])
    head, bodies = (rows[0], rows[1:]) if has_head else ([None] * width, rows)
    cells = [[_html(cell, inline) for cell in row] for row in bodies]
    kinds = ["rich_text" if any("<" in row[at] for row in cells) else "text" for at in range(width)]
    return {
        "caption": caption[:300],
        "columns": [
            {"type": kind, "heading": _text(cell)[:200]}
            for kind, cell in zip(kinds, head, strict=True)
        ],
        "rows": [
            {
                "values": [
                    _paragraph(html) if kind == "rich_text" else unescape(html)
                    for kind, html in zip(kinds, row, strict=True)
                ]
            }
            for row in cells
        ],
    }


def _rows(node: Node) -> list[list[Node | None]]:
    """Return the cells of a table; None where a cell with a colspan or rowspan extends."""
    rows: list[list[Node | None]] = []
    # By column, for how many rows, including this one, a cell above covers it.
    covered: dict[int, int] = {}
    for row in _own_rows(node):
        cells: list[Node | None] = []
        below: dict[int, int] = {}
        for cell in row:
            if is_comment(cell) or cell.tag not in ("td", "th"):
                continue
            while covered.get(len(cells)):
                cells.append(None)
            width, height = _span(cell, "colspan", MAX_COLUMNS), _span(cell, "rowspan", MAX_ROWS)
            below |= dict.fromkeys(range(len(cells), len(cells) + width), height - 1)
            cells += [cell, *[None] * (width - 1)]
        if cells:
            rows.append(cells)
        covered = {column: left - 1 for column, left in covered.items() if left} | below
    return rows


def _own_rows(node: Node) -> Iterator[Node]:
    """Yield the rows of a table, without those of tables in its cells."""
    for part in node:
        if is_comment(part):
            continue
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from _own_rows(part)


def _span(cell: Node, name: str, maximum: int) -> int:
    text = (cell.get(name) or "").strip()
    return min(max(int(text), 1), maximum) if text.isascii() and text.isdigit() else 1


def _is_head(row: list[Node | None]) -> bool:
    return all(cell is None or cell.tag == "th" for cell in row)


def _text(cell: Node | None) -> str:
    return "" if cell is None else line_text(cell)


def _html(cell: Node | None, inline: InlineConverter) -> str:
    """Return the lines of a cell as rich text, with the text of its footnotes in brackets."""
    html = "" if cell is None else "<br/>".join(block_lines(cell, inline))
    return FOOTNOTE.sub(lambda mark: inline.note_in_brackets(mark[1]), html)


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>" if html else ""
