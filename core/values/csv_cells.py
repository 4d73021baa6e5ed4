"""Protection of CSV cells against formula injection.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "'"  # Marks a cell as text for spreadsheets.


def escape_cell(text: str) -> str:
    """Return a cell that no spreadsheet interprets as a formula."""
    return f"{MARK}{text}" if text.lstrip(MARK).startswith(FORMULA) else text


def unescape_cell(cell: str) -> str:
    """Return the text of a cell written by `escape_cell()`."""
    marked = cell.startswith(MARK) and cell.lstrip(MARK).startswith(FORMULA)
    return cell.removeprefix(MARK) if marked else cell
