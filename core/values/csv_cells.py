"""Cells that spreadsheets read as what they are.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "'"  # Spreadsheets take it for “this is a text”.


def escape_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"{MARK}{text}" if text.lstrip(MARK).startswith(FORMULA) else text


def unescape_cell(cell: str) -> str:
    """Return the text of a cell that `escape_cell` wrote."""
    marked = cell.startswith(MARK) and cell.lstrip(MARK).startswith(FORMULA)
    return cell.removeprefix(MARK) if marked else cell
