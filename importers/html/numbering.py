"""Number the entries of lists as browsers do."""

from lxml.html import HtmlElement

LISTS = ("ul", "ol")
# By the names of CSS.
KINDS_BY_STYLE = {
    **dict.fromkeys(("lower-alpha", "lower-latin"), "a"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "A"),
    "lower-roman": "i",
    "upper-roman": "I",
}
BULLET = "•"
MAX_NUMBER = 999_999_999
MAX_ROMAN = 3999  # as in browsers
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
         (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def markers(node: HtmlElement) -> list[str]:
    """Return the markers of the entries of a list: bullets, or numbers with a point.

    Source: https://html.spec.whatwg.org/multipage/grouping-content.html#the-ol-element
    """
    entries = [each for each in node if each.tag == "li"]
    if node.tag != "ol":
        return [BULLET] * len(entries)
    step = -1 if node.get("reversed") is not None else 1
    number = _number(node.get("start"), len(entries) if step < 0 else 1)
    found = []
    for entry in entries:
        number = _number(entry.get("value"), number)
        found.append(f"{_counted(number, _kind(node))}.")
        number += step
    return found


def own_markers(node: HtmlElement) -> list[str]:
    """Return the markers of a list that does not count 1, 2, 3; none for any other list."""
    if node.tag != "ol":
        return []
    found = markers(node)
    return [] if found == [f"{number}." for number in range(1, len(found) + 1)] else found


def _number(text: str | None, default: int) -> int:
    try:
        number = int((text or "").strip())
    except ValueError:
        return default
    return number if abs(number) <= MAX_NUMBER else default


def _counted(number: int, kind: str) -> str:
    if number < 1 or kind not in "aAiI" or (kind in "iI" and number > MAX_ROMAN):
        return str(number)
    text = _roman(number) if kind in "iI" else _letters(number)
    return text.upper() if kind in "AI" else text


def _kind(node: HtmlElement) -> str:
    """Return the kind of the numbers of a list as its `type` attribute has it."""
    style = (node.get("style") or "").replace(" ", "").lower()
    kinds = (kind for name, kind in KINDS_BY_STYLE.items() if f"list-style-type:{name}" in style)
    return next(kinds, node.get("type") or "1")


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text
