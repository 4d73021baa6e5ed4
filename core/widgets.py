"""The widget of rich text fields."""

import re
from collections.abc import Mapping

from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.rich_text import features as feature_registry

from core.rich_text import is_primary_key

PASTE = "paste"
LINK = re.compile("<a [^>]*>")
EMPTY = re.compile(r'(?:<p(?: data-block-key="[^"]*")?>\s*</p>\s*)*')


class RichTextArea(DraftailRichTextArea):
    """Wagtail's Draftail editor, which cleans pasted text and stores empty text as "".

    Draftail sends an empty paragraph, which templates and required fields take for content.
    """

    def __init__(self, *args: object, features: list[str] | None = None, **kwargs: object) -> None:
        features = feature_registry.get_default_features() if features is None else features
        super().__init__(*args, features=[*features, PASTE], **kwargs)

    def value_from_datadict(
        self, data: Mapping[str, str], files: Mapping[str, object], name: str
    ) -> str | None:
        """Return the HTML, or an empty string if there is no text or it cannot be read."""
        try:
            html = super().value_from_datadict(data, files, name)
        except (AttributeError, LookupError, TypeError, ValueError):
            return ""  # No editor sends this.
        if html:
            html = html.encode(errors="ignore").decode()  # Half of an emoji cannot be stored.
            html = LINK.sub(_without_invalid_key, html)
        return "" if html and EMPTY.fullmatch(html) else html


def _without_invalid_key(link: re.Match) -> str:
    """Return the opening tag of a link, without attributes if it has no target that can exist."""
    key = re.search(' id="([^"]*)"', link[0])
    is_valid = "linktype=" not in link[0] or (key and is_primary_key(key[1]))
    return link[0] if is_valid else "<a>"
