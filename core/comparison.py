"""How two versions of a text are compared: with the addresses to which its links lead."""

import re
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString
from wagtail.admin.compare import (
    BlockComparison,
    TextFieldComparison,
    diff_text,
    register_comparison_class,
)
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.utils.text import text_from_html

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
END = re.compile(r"</(?:p|li|h[2-4])>|<br\s*/?>")


def plain_text(source: str) -> str:
    """Return the words of a rich text, each link with what it leads to.

    A moderator who is not shown that a link now leads elsewhere approves of it unread.
    """
    shown = LINK.sub(lambda link: f"{link[2]} [→ {escape(_target(link[1]))}]", source)
    return text_from_html(END.sub(r"\g<0> ", shown))


def _target(attributes: str) -> str:
    found = {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
    if found.get("linktype") == "page":
        title = Page.objects.filter(pk=found.get("id", 0)).values_list("title", flat=True).first()
        return f"“{title}”" if title else "a page that is gone"
    if "linktype" in found:
        return f"{found['linktype']} {found.get('id', '')}"
    return found.get("href", "")


class TextBlockComparison(BlockComparison):
    """Compares two versions of a block of rich text."""

    def htmlvalue(self, val: RichText | None) -> SafeString:
        """Return the text of a block that is new, gone, or the same."""
        return escape(_text(val))

    def htmldiff(self) -> SafeString:
        """Return the text with what was added and what was taken away."""
        return diff_text(_text(self.val_a), _text(self.val_b)).to_html()


class RichTextComparison(TextFieldComparison):
    """Compares two versions of a field of rich text."""

    def htmldiff(self) -> SafeString:
        """Return the text with what was added and what was taken away."""
        return diff_text(plain_text(self.val_a or ""), plain_text(self.val_b or "")).to_html()


def _text(value: RichText | None) -> str:
    return plain_text(value.source) if value else ""


register_comparison_class(RichTextField, comparison_class=RichTextComparison)
