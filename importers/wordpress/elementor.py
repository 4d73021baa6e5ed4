"""Read pages that were built with Elementor, which keeps its own copy of their content.

Source: the custom field “_elementor_data”, a JSON tree of sections, columns and widgets. The
content of the item has the same as HTML, a part of it, or nothing. Hundreds of widgets have
settings of their own: names and values tell texts from states.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from importers.wordpress.elementor_settings import (
    HTML_SETTINGS,
    heading_tag,
    is_address,
    is_form_text,
    is_picture,
    is_recording,
    is_text,
    may_be_text,
)

FIELD = "_elementor_data"
MAX_DEPTH = 40
BLOCK = re.compile(
    r"<(?:p|div|ul|ol|h[1-6]|table|blockquote|figure|pre|iframe|hr)\b", re.IGNORECASE
)
# Settings that a widget displays as one text, with what separates them; the last names the text.
JOINED = (
    ("", ("prefix", "ending_number", "suffix"), "ending_number"),
    (" ", ("before_text", "highlighted_text", "after_text"), "heading"),
    (" ", ("currency_symbol", "price", "period"), "price"),
)
CURRENCIES = {"dollar": "$", "euro": "€", "pound": "£", "yen": "¥", "rupee": "₹", "franc": "₣"}
# Widgets that display another item.
OTHER_ITEMS = {"template", "global"}


@dataclass
class Widgets:
    """What the widgets of a page display: HTML in their order, and what has no place in it."""

    html: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    is_valid: bool = True


def read_widgets(text: str) -> Widgets:
    """Return what the widgets display; nothing if the text is not what Elementor writes."""
    widgets = Widgets()
    try:
        elements = json.loads(text) if text.strip() else []
    except (ValueError, RecursionError):
        elements = None
    widgets.is_valid = isinstance(elements, list)
    _read_elements(elements, widgets, 0)
    return widgets


def _read_elements(elements: object, widgets: Widgets, depth: int) -> None:
    if not isinstance(elements, list):
        return
    if depth > MAX_DEPTH:
        widgets.is_valid = False
        return
    for element in elements:
        if isinstance(element, dict):
            if not _is_plain_divider(element):
                _Settings(element, widgets).read(element.get("settings"))
            _read_elements(element.get("elements"), widgets, depth + 1)


def _is_plain_divider(element: dict) -> bool:
    """Return whether an element is a line, whose text is only displayed in one of its looks."""
    is_divider = element.get("widgetType") == "divider"
    return is_divider and _as_dict(element.get("settings")).get("look") != "line_text"


class _Settings:
    """Reads the settings of one element."""

    def __init__(self, element: dict, widgets: Widgets) -> None:
        self.widgets, kind = widgets, str(element.get("widgetType") or "")
        self.is_widget, self.is_form = bool(kind), kind == "form"
        if kind in OTHER_ITEMS:
            number = element.get("templateID") or _as_dict(element.get("settings")).get(
                "template_id"
            )
            self.widgets.texts.append(f"Elementor {kind} {number or ''}")

    def read(self, settings: object, depth: int = 0) -> None:
        """Read the settings, also of repeated parts such as tabs."""
        if not isinstance(settings, dict) or depth > MAX_DEPTH:
            return
        rows = dict(_joined(settings))
        links = dict(_links(rows))
        for name, value in rows.items():
            if name.startswith("_") and "background" not in name:
                continue
            if isinstance(value, list):
                self._list(name, value, depth)
            elif isinstance(value, dict):
                self._file(name, value, depth)
            elif self.is_widget or is_address(_text_of(value)):
                self._text(name, _text_of(value), links)
        for address in dict.fromkeys(links.values()):
            self._add_link(address)

    def _add_link(self, address: str) -> None:
        self.widgets.html.append(f'<p><a href="{escape(address)}">{escape(address)}</a></p>')

    def _list(self, name: str, rows: list, depth: int) -> None:
        for row in rows:
            if isinstance(row, dict) and row.get("url") and is_picture(name, str(row["url"])):
                self._file(name, row, depth)
            else:
                self.read(row, depth + 1)

    def _file(self, name: str, value: dict, depth: int) -> None:
        """Read a picture or a recording; what else is stored in the same way."""
        url = str(value.get("url") or "").strip()
        if name == "wp":  # The settings of a widget of WordPress.
            self.read(value, depth + 1)
        elif name == "percent" and self.is_widget:
            self.widgets.html.append(f"<p>{escape(_text_of(value.get('size')))}%</p>")
        elif url and "background" in name:
            self.widgets.addresses.append(url)
        elif url and is_picture(name, url):
            self.widgets.html.append(_figure(url, value))
        elif url and is_recording(url):
            self.widgets.html.append(f'<video src="{escape(url)}"></video>')

    def _text(self, name: str, text: str, links: dict[str, str]) -> None:
        if not text.strip():
            return
        if is_address(text):
            figure = _figure(text, {}) if is_picture("", text) else f"<p>{escape(text)}</p>"
            self.widgets.html.append(figure)
        elif self.is_form:
            self.widgets.texts += [text] if is_form_text(name) else []
        elif is_text(name, text):
            self.widgets.html.append(_element(name, text, links))
        elif may_be_text(name, text):
            self.widgets.texts.append(text)


def _element(name: str, text: str, links: dict[str, str]) -> str:
    """Return a text as HTML, which it already is, with the link of its widget."""
    if BLOCK.search(text) or (name in HTML_SETTINGS and "<" in text):
        return text
    owner = next((each for each in links if name.startswith(each)), None)
    if owner is not None and "<a" not in text:
        text = f'<a href="{escape(links.pop(owner))}">{text}</a>'
    tag = heading_tag(name)
    return f"<{tag}>{text}</{tag}>"


def _joined(settings: dict) -> Iterator[tuple[str, object]]:
    """Yield the settings, with those that form one text joined."""
    groups = {each: group for group in JOINED for each in group[1] if group[1][1] in settings}
    done = set()
    for name, value in settings.items():
        if name not in groups:
            yield name, value
        elif groups[name] not in done:
            separator, parts, as_name = groups[name]
            done.add(groups[name])
            texts = [_text_of(settings.get(each)).strip() for each in parts]
            texts[0] = CURRENCIES.get(texts[0], texts[0].replace("custom", ""))
            if texts[-1].isalpha() and len(texts[-1]) > 1:  # “20 years”, but “20k”
                separator = " "
            yield as_name, separator.join(filter(None, texts))


def _links(settings: dict) -> Iterator[tuple[str, str]]:
    """Yield the beginning of the names of the settings that a link belongs to, and its URL."""
    for name, value in settings.items():
        url = str(_as_dict(value).get("url") or "").strip()
        is_file = is_picture(name, url) or is_recording(url) or "background" in name
        if url and not url.startswith("#") and not is_file and not name.startswith("__"):
            yield re.sub(r"(?:_?(?:link|url|href))+\d*$", "", name), url


def _figure(url: str, value: dict) -> str:
    number = value.get("id")
    known = f' class="wp-image-{number}"' if isinstance(number, int) else ""
    alternative = escape(str(value.get("alt") or ""))
    return f'<figure><img src="{escape(url)}" alt="{alternative}"{known}></figure>'


def _as_dict(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _text_of(value: object) -> str:
    """Return a string, or a number as one; an empty string for anything else."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number or isinstance(value, str) else ""
