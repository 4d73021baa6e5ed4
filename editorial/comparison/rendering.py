"""Render lines as HTML, with the names of the pages, documents and images that they refer to."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from django.db.models import Model
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page

from core.rich_text import is_primary_key
from documents.models import SiteDocument
from editorial.comparison.lines import BULLET, FIRST_NUMBER, NUMBER, Line, Token
from images.models import SiteImage

STYLES = ("b", "i", "s", "u", "sup", "sub")
LINKED = {"page": Page, "document": SiteDocument}
THUMBNAIL = "max-165x165"
# Wagtail's CSS styles spans with these classes.
CSS_CLASSES = {"ins": "addition", "del": "deletion"}


class Renderer:
    """Renders lines; each type of object that all of them refer to takes one query."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._marks = {
            mark
            for line in lines
            for token in line.tokens
            for mark in token.marks
            if isinstance(mark, tuple)
        }

    def line(self, line: Line, element: str = "") -> SafeString:
        """Return a line, as a whole marked with an element if there is one."""
        return self._paragraph(line, self._text(line), element)

    def folded(self, lines: Sequence[Line]) -> SafeString:
        """Return unchanged lines that a click displays; their images are only named."""
        text = "".join(self._paragraph(line, self._text(line, thumbnails=False)) for line in lines)
        return format_html(
            '<details><summary class="w-cursor-pointer w-py-2">{}</summary>{}</details>',
            gettext("%(count)s unchanged lines") % {"count": len(lines)},
            mark_safe(text),  # noqa: S308
        )

    def changed_line(self, before: Line, after: Line, text: SafeString) -> SafeString:
        """Return a line whose words are marked already; its label is marked if it differs."""
        if (before.label, before.depth) == (after.label, after.depth):
            label = _label(after)
        else:
            labels = (_label(before) or "¶ ", "del"), (_label(after) or "¶ ", "ins")
            label = format_html_join("", "{}", ((_marked(text, mark),) for text, mark in labels))
        return self._paragraph(after, format_html("{}{}", label, text))

    def words(self, tokens: Iterable[Token], element: str = "") -> SafeString:
        """Return words, marked with an element if there is one."""
        return _marked(format_html_join("", "{}", ((self._word(t),) for t in tokens)), element)

    def _text(self, line: Line, *, thumbnails: bool = True) -> SafeString:
        words = ((self._word(token, thumbnails=thumbnails),) for token in line.tokens)
        return format_html("{}{}", _label(line), format_html_join("", "{}", words))

    def _paragraph(self, line: Line, text: SafeString, element: str = "") -> SafeString:
        indent = line.depth * 1.5
        return format_html(
            '<p style="margin-inline-start: {}em">{}</p>', indent, _marked(text, element)
        )

    def _word(self, token: Token, *, thumbnails: bool = True) -> SafeString | str:
        html: SafeString | str = token.text
        for mark in token.marks:
            if mark in STYLES:
                html = format_html("<{0}>{1}</{0}>", mark_safe(mark), html)  # noqa: S308
            elif mark == "code":
                html = format_html('<code style="white-space: pre-wrap">{}</code>', html)
            elif mark == "a":
                html = format_html("<u>{}</u>", html)
            elif mark[0] == "lang":
                html = format_html('<span lang="{0}" title="{0}">{1}</span>', mark[1], html)
            elif mark[0] == "link":
                html = f"[→ {self._target(dict(mark[1]))}]"
            elif mark[:2] == ("object", "image") and thumbnails:
                html = format_html("{} {}", self._thumbnail(mark[2]), html)
        return html

    def _target(self, link: dict[str, str]) -> str:
        """Return the target of a link, which reviewers have to see."""
        type_name = link.get("linktype")
        if type_name not in LINKED:
            return type_name or link.get("href", "")
        target = self._linked[type_name].get(link.get("id", ""))
        if target is None:
            return gettext("deleted %(type)s") % {"type": LINKED[type_name]._meta.verbose_name}
        return f"“{target.title}”"

    @cached_property
    def _linked(self) -> dict[str, dict[str, Model]]:
        """The linked objects by the value of `linktype` and the key, as it is stored."""
        links = [dict(mark[1]) for mark in self._marks if mark[0] == "link"]
        found = {}
        for type_name, model in LINKED.items():
            keys = {link.get("id", "") for link in links if link.get("linktype") == type_name}
            objects = model.objects.in_bulk([int(key) for key in keys if is_primary_key(key)])
            found[type_name] = {str(key): linked for key, linked in objects.items()}
        return found

    def _thumbnail(self, image_id: int) -> SafeString:
        image = self._images.get(image_id)
        if not image:
            return SafeString()
        return get_rendition_or_not_found(image, THUMBNAIL).img_tag({"alt": ""})

    @cached_property
    def _images(self) -> dict[int, SiteImage]:
        keys = [mark[2] for mark in self._marks if mark[:2] == ("object", "image")]
        return SiteImage.objects.prefetch_renditions(THUMBNAIL).in_bulk(keys)


def _label(line: Line) -> SafeString | str:
    if not line.label:
        return ""
    end = "" if line.label in (BULLET, FIRST_NUMBER, NUMBER) else ":"
    return format_html("<b>{}{}</b> ", line.label, end)


def _marked(text: SafeString | str, element: str) -> SafeString | str:
    if not text or not element:
        return text
    return format_html(
        '<{0}><span class="{1}">{2}</span></{0}>',
        mark_safe(element),  # noqa: S308
        CSS_CLASSES[element],
        text,
    )
