"""The editor of rich text."""

import re
from collections.abc import Mapping

from wagtail.admin.rich_text import DraftailRichTextArea

EMPTY = re.compile(r'(?:<p(?: data-block-key="[^"]*")?>\s*</p>\s*)*')


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor, which sends an empty paragraph where nobody wrote anything.

    Templates and the check of required fields would take that paragraph for a text.
    """

    def value_from_datadict(
        self, data: Mapping[str, str], files: Mapping[str, object], name: str
    ) -> str | None:
        """Return what was written as HTML, or an empty string."""
        html = super().value_from_datadict(data, files, name)
        return "" if html and EMPTY.fullmatch(html) else html
