"""Text for XML, which cannot hold every character that people paste."""

import re

from django.utils.functional import Promise

# All but these may stand in XML 1.0 (https://www.w3.org/TR/xml/#charsets).
FORBIDDEN = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text without the control characters that come with copies from PDF files."""
    return FORBIDDEN.sub("", text)


def xml_texts(values: dict[str, object]) -> dict[str, object]:
    """Return values, of which those that are texts can stand in XML."""
    return {
        key: xml_text(str(value)) if isinstance(value, (str, Promise)) else value
        for key, value in values.items()
    }
