"""Tables of a text."""

from importers.markup.inline import Lines
from importers.markup.tree import Node, is_comment, words

MOST_COLUMNS = 40


def table(node: Node, caption: str, lines: Lines) -> dict | None:
    """Return the value of our block for a table; None for one without cells."""
    rows = [_cells(row) for row in node.iter("tr")]
    rows = [row for row in rows if row]
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


def _cells(row: Node) -> list[Node | None]:
    """Return the cells of a row; one that is wide leaves the places beside it empty."""
    cells: list[Node | None] = []
    for cell in row:
        if is_comment(cell) or cell.tag not in ("td", "th"):
            continue
        span = cell.get("colspan") or "1"
        cells.append(cell)
        cells += [None] * (
            min(int(span), MOST_COLUMNS) - 1 if span.isascii() and span.isdigit() else 0
        )
    return cells


def _is_head(row: list[Node | None]) -> bool:
    return all(cell is None or cell.tag == "th" for cell in row)


def _has_links(cell: Node | None) -> bool:
    return cell is not None and any(True for _ in cell.iter("a"))


def _text(cell: Node | None) -> str:
    return "" if cell is None else " ".join(words(cell).split())


def _rich(cell: Node | None, lines: Lines) -> str:
    inner = "" if cell is None else lines.inside(cell)
    return f"<p>{inner}</p>" if inner else ""
