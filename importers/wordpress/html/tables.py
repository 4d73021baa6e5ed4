"""Tables of a text."""

from collections.abc import Iterator

from importers.wordpress.html.dom import Node, is_comment, words
from importers.wordpress.html.inline import InlineConverter

MOST_COLUMNS = 40
MOST_ROWS = 1000


def table(node: Node, caption: str, lines: InlineConverter) -> dict | None:
    """Return the value of our block for a table; None for one without cells."""
    rows = _rows(node)
    if not rows:
        return None
    width = min(max(map(len, rows)), MOST_COLUMNS)
    rows = [(row + [None] * width)[:width] for row in rows]
    has_head = any(True for _ in node.iter("thead")) or _is_head(rows[0])
    head, bodies = (rows[0], rows[1:]) if has_head else ([None] * width, rows)
    kinds = [
        "rich_text" if any(_has_links(row[at]) for row in bodies) else "text" for at in range(width)
    ]
    return {
        "caption": caption[:300],
        "columns": [
            {"type": kind, "heading": _text(cell)[:200]}
            for kind, cell in zip(kinds, head, strict=True)
        ],
        "rows": [
            {
                "values": [
                    _rich(cell, lines) if kind == "rich_text" else _text(cell)
                    for kind, cell in zip(kinds, row, strict=True)
                ]
            }
            for row in bodies
        ],
    }


def _rows(node: Node) -> list[list[Node | None]]:
    """Return the cells of a table; a wide or high one leaves the places that it covers empty."""
    rows: list[list[Node | None]] = []
    # In how many rows, from this one on, a cell above covers a column.
    covered: dict[int, int] = {}
    for row in _own_rows(node):
        cells: list[Node | None] = []
        below: dict[int, int] = {}
        for cell in row:
            if is_comment(cell) or cell.tag not in ("td", "th"):
                continue
            while covered.get(len(cells)):
                cells.append(None)
            width, height = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_ROWS)
            below |= dict.fromkeys(range(len(cells), len(cells) + width), height - 1)
            cells += [cell, *[None] * (width - 1)]
        if cells:
            rows.append(cells)
        covered = {column: left - 1 for column, left in covered.items() if left} | below
    return rows


def _own_rows(node: Node) -> Iterator[Node]:
    """Yield the rows of a table, and not those of tables in its cells."""
    for part in node:
        if is_comment(part):
            continue
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from _own_rows(part)


def _span(cell: Node, name: str, most: int) -> int:
    """Return over how many columns or rows a cell goes."""
    text = (cell.get(name) or "").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() else 1


def _is_head(row: list[Node | None]) -> bool:
    return all(cell is None or cell.tag == "th" for cell in row)


def _has_links(cell: Node | None) -> bool:
    return cell is not None and any(True for _ in cell.iter("a"))


def _text(cell: Node | None) -> str:
    return "" if cell is None else " ".join(words(cell).split())


def _rich(cell: Node | None, lines: InlineConverter) -> str:
    inner = "" if cell is None else lines.inside(cell)
    return f"<p>{inner}</p>" if inner else ""
