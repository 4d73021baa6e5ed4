"""Mark additions and deletions between two lists of lines."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.images.shortcuts import get_rendition_or_not_found

from editorial.comparison.lines import Line, Token
from images.models import SiteImage

# Unchanged lines that are displayed before and after each change; the others are folded.
CONTEXT_LINES = 1
# Lines below this ratio of equal words count as a deletion and an addition.
MIN_SIMILARITY = 0.5
# Compare at most this many pairs of lines, because each comparison is slow.
MAX_PAIRS = 2_000
STYLES = ("b", "i", "s", "u", "sup", "sub", "code")


def diff_html(before: Sequence[Line], after: Sequence[Line]) -> SafeString:
    """Return one text with `<ins>` and `<del>` around the differences."""
    parts: list[SafeString] = []
    for tag, i1, i2, j1, j2 in _matcher(before, after).get_opcodes():
        if tag == "equal":
            parts += _fold(before[i1:i2], is_first=not i1, is_last=i2 == len(before))
        else:
            parts += _changed(before[i1:i2], after[j1:j2])
    return mark_safe("".join(parts))  # noqa: S308


def _matcher(before: Sequence, after: Sequence) -> SequenceMatcher:
    return SequenceMatcher(None, before, after, autojunk=False)


def _fold(lines: Sequence[Line], *, is_first: bool, is_last: bool) -> Iterator[SafeString]:
    """Yield unchanged lines; those that are not next to a change are folded."""
    start = 0 if is_first else CONTEXT_LINES
    end = len(lines) - (0 if is_last else CONTEXT_LINES)
    if end - start < 2:
        start = end = len(lines)
    yield from map(_line, lines[:start])
    if folded := lines[start:end]:
        text = "".join(map(_line, folded))
        yield format_html(
            '<details><summary class="w-cursor-pointer w-py-2">{}</summary>{}</details>',
            gettext("%(count)s unchanged lines") % {"count": len(folded)},
            mark_safe(text),  # noqa: S308
        )
    yield from map(_line, lines[end:])


def _changed(before: Sequence[Line], after: Sequence[Line]) -> Iterator[SafeString]:
    """Yield changed lines, merged with the line that they replace; deletions come first."""
    rest, added = list(before), []
    for line in after:
        index = _find_predecessor(line, rest, MAX_PAIRS // max(1, len(after)))
        if index is None:
            added.append(_line(line, "ins"))
            continue
        yield from (_line(deleted, "del") for deleted in rest[:index])
        yield from added
        yield _pair(rest[index], line)
        rest, added = rest[index + 1 :], []
    yield from (_line(deleted, "del") for deleted in rest)
    yield from added


def _find_predecessor(line: Line, lines: Sequence[Line], limit: int) -> int | None:
    """Return the index of the first line that this one could have replaced."""
    for index, other in enumerate(lines[:limit]):
        matcher = _matcher(other.tokens, line.tokens)
        if line.label == other.label and not (line.tokens and other.tokens):
            return index
        if matcher.quick_ratio() > MIN_SIMILARITY and matcher.ratio() > MIN_SIMILARITY:
            return index
    return None


def _pair(before: Line, after: Line) -> SafeString:
    """Return a line with the changes within it marked."""
    parts = []
    for tag, i1, i2, j1, j2 in _matcher(before.tokens, after.tokens).get_opcodes():
        if tag == "equal":
            parts.append(_words(after.tokens[j1:j2]))
            continue
        parts.append(_marked("del", _words(before.tokens[i1:i2])))
        parts.append(_marked("ins", _words(after.tokens[j1:j2])))
    if (before.label, before.depth) == (after.label, after.depth):
        label = _label(after)
    else:
        label = format_html(
            "{}{}", _marked("del", _label(before) or "¶ "), _marked("ins", _label(after) or "¶ ")
        )
    return _paragraph(after, format_html("{}{}", label, mark_safe("".join(parts))))  # noqa: S308


def _line(line: Line, element: str = "") -> SafeString:
    text = format_html("{}{}", _label(line), _words(line.tokens))
    return _paragraph(line, _marked(element, text) if element else text)


def _paragraph(line: Line, text: SafeString) -> SafeString:
    return format_html('<p style="margin-inline-start: {}em">{}</p>', line.depth * 1.5, text)


def _label(line: Line) -> SafeString | str:
    if not line.label:
        return ""
    end = "" if line.label in ("•", "1.") else ":"
    return format_html("<b>{}{}</b> ", line.label, end)


def _marked(element: str, text: SafeString) -> SafeString | str:
    if not text:
        return ""
    css_class = {"ins": "addition", "del": "deletion"}[element]
    return format_html(
        # Wagtail's CSS styles spans with this class.
        '<{0}><span class="{1}">{2}</span></{0}>',
        mark_safe(element),  # noqa: S308
        css_class,
        text,
    )


def _words(tokens: Iterable[Token]) -> SafeString:
    return format_html_join("", "{}", ((_word(token),) for token in tokens))


def _word(token: Token) -> SafeString | str:
    html: SafeString | str = token.text
    for mark in token.marks:
        if mark in STYLES:
            html = format_html("<{0}>{1}</{0}>", mark_safe(mark), html)  # noqa: S308
        elif mark == "a":
            html = format_html("<u>{}</u>", html)
        elif mark[0] == "lang":
            html = format_html('<span lang="{0}" title="{0}">{1}</span>', mark[1], html)
        elif mark[:2] == ("object", "image"):
            html = format_html("{} {}", _thumbnail(mark[2]), html)
    return html


def _thumbnail(image_id: int) -> SafeString:
    image = SiteImage.objects.filter(pk=image_id).first()
    if not image:
        return SafeString()
    rendition = get_rendition_or_not_found(image, "max-165x165")
    return rendition.img_tag({"alt": ""})
