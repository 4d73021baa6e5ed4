"""The widgets of titles and of rich text fields."""

import re
from collections.abc import Mapping

from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.rich_text import features as feature_registry

from core.contentstate import clean_content_state
from core.rich_text import paragraphs_of

PASTE = "paste"
EMPTY = re.compile(r'(?:<p(?: data-block-key="[^"]*")?>\s*</p>\s*)*')


class RichTextArea(DraftailRichTextArea):
    """Wagtail's Draftail editor, which cleans pasted text and stores empty text as "".

    Draftail sends an empty paragraph, which templates and required fields take for content.
    """

    def __init__(self, *args: object, features: list[str] | None = None, **kwargs: object) -> None:
        features = feature_registry.get_default_features() if features is None else features
        super().__init__(*args, features=[*features, PASTE], **kwargs)

    def format_value(self, value: str | None) -> str:
        """Return the content state of stored HTML; of its text, if the HTML is not well-formed."""
        try:
            return super().format_value(value)
        except (AssertionError, RecursionError):
            return super().format_value(paragraphs_of(value))

    def value_from_datadict(
        self, data: Mapping[str, str], files: Mapping[str, object], name: str
    ) -> str | None:
        """Return the HTML, or an empty string if there is no text or it cannot be read."""
        if name not in data:
            return None
        try:
            state = clean_content_state(data[name], self.converter.exporter)
            html = self.converter.to_database_format(state)
        except ValueError:
            return ""  # No editor sends this.
        # NUL and half of an emoji cannot be stored.
        html = html.replace("\0", "").encode(errors="ignore").decode()
        return "" if EMPTY.fullmatch(html) else html


class TitleInput(AdminAutoHeightTextInput):
    """A title in as many lines as it needs, in which the Enter key does nothing."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        own = {
            "data-controller": "w-autosize w-action",
            "data-action": "keydown.enter->w-action#noop:prevent",
        }
        super().__init__(own | (attrs or {}))
