"""Read values of an export, each of which may be of any type or missing."""

import hashlib
import json
import re
from datetime import UTC, datetime
from html import escape

# Characters that neither a database nor an HTML parser accepts, and halves of surrogate pairs.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Numbers below this are seconds since 1970, others milliseconds.
FIRST_MILLISECONDS = 100_000_000_000
# 56 bits: at most 17 digits, which is what fields for IDs at the source accept.
ID_BYTES = 7
MAX_DEPTH = 60
# The keys of an editor's nodes whose values readers never see.
NOT_TEXT = ("type", "version", "format", "mode", "style", "direction", "listType", "tag")


def text(value: object) -> str:
    """Return a string or a number as text without forbidden characters; else an empty string."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    found = str(value)
    if not FORBIDDEN.search(found):
        return found
    whole = found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return FORBIDDEN.sub("", whole)


def line(value: object) -> str:
    """Return a value as text on one line."""
    return " ".join(text(value).split())


def escaped(value: object) -> str:
    """Return a value as text, escaped for HTML."""
    return escape(text(value), quote=False)


def flag(value: object) -> bool:
    """Return whether a value is true, also as a number or as text."""
    return value is True or text(value).strip().lower() in ("1", "true")


def as_dict(value: object) -> dict:
    """Return a dict; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list:
    """Return a list; an empty one for anything else."""
    return value if isinstance(value, list) else []


def whole_number(value: object) -> int:
    """Return a value as a small number; 0 if it is none."""
    digits = text(value).strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0


def parsed(value: object) -> object:
    """Return JSON as a value; None if it is invalid."""
    try:
        return json.loads(text(value))
    except (ValueError, RecursionError):
        return None


def moment(value: object) -> str:
    """Return a date and time as “2023-02-01 10:00:00” in UTC; an empty string if invalid."""
    stamp = text(value).strip()
    try:
        number = float(stamp)
    except ValueError:
        return _iso(stamp)
    try:
        seconds = number / 1000 if abs(number) >= FIRST_MILLISECONDS else number
        return _formatted(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return ""


def _iso(stamp: str) -> str:
    try:
        found = datetime.fromisoformat(stamp)
        return _formatted(found.astimezone(UTC) if found.tzinfo else found)
    except (ValueError, OverflowError):
        return ""


def _formatted(found: datetime) -> str:
    return found.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")


def number_of(kind: str, key: str) -> int:
    """Return a number above 0 for a key, the same in every export of a site."""
    digest = hashlib.sha256(f"{kind}:{key}".encode()).digest()
    return int.from_bytes(digest[:ID_BYTES], "big") or 1


def strings(value: object) -> list[str]:
    """Return all texts in a value, in their order and however deep, for a report."""
    found, left = [], [value]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            inner = [one for key, one in each.items() if key not in NOT_TEXT]
            left += reversed(inner)
        elif isinstance(each, list):
            left += reversed(each)
        elif isinstance(each, str) and line(each):
            found.append(line(each))
    return found
