"""The editor of rich text."""

import re
from collections.abc import Mapping

from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.rich_text import features as feature_registry

PASTE = "paste"
EMPTY = re.compile(r'(?:<p(?: data-block-key="[^"]*")?>\s*</p>\s*)*')


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor, with two changes for every field of rich text.

    It cleans what is pasted, and it stores an empty string where nothing was written: Wagtail's
    editor sends an empty paragraph, which templates and required fields take for a text.
    """

    def __init__(self, *args: object, features: list[str] | None = None, **kwargs: object) -> None:
        """Add the plugin that reads what is pasted."""
        features = feature_registry.get_default_features() if features is None else features
        super().__init__(*args, features=[*features, PASTE], **kwargs)

    def value_from_datadict(
        self, data: Mapping[str, str], files: Mapping[str, object], name: str
    ) -> str | None:
        """Return what was written as HTML, or an empty string."""
        html = super().value_from_datadict(data, files, name)
        return "" if html and EMPTY.fullmatch(html) else html
