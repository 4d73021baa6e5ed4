"""Removal of characters that XML does not allow."""

import re

from django.utils.functional import Promise

# All characters except those allowed in XML 1.0 (https://www.w3.org/TR/xml/#charsets).
FORBIDDEN = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text without control characters, which are often pasted from PDF files."""
    return FORBIDDEN.sub("", text)


def xml_texts(values: dict[str, object]) -> dict[str, object]:
    """Return the values, with characters that XML does not allow removed from strings."""
    return {
        key: xml_text(str(value)) if isinstance(value, (str, Promise)) else value
        for key, value in values.items()
    }
