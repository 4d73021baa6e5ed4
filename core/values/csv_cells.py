"""Protection of CSV cells against formula injection.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

import string

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BLANK = ("\t", "\r", "\n")  # at the beginning of a cell, spreadsheets may skip it
MARK = "'"  # Marks a cell as text for spreadsheets.


def _is_formula(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula, without marks before it."""
    text = text.lstrip(MARK)
    return text.startswith(BLANK) or text.lstrip(MARK + string.whitespace).startswith(FORMULA)


def escape_cell(text: str) -> str:
    """Return a cell that no spreadsheet interprets as a formula."""
    return f"{MARK}{text}" if _is_formula(text) else text


def unescape_cell(cell: str) -> str:
    """Return the text of a cell written by `escape_cell()`."""
    return cell.removeprefix(MARK) if cell.startswith(MARK) and _is_formula(cell) else cell
