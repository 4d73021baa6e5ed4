"""Read pages that were built with Elementor, which keeps its own copy of their content.

Source: the custom field “_elementor_data”, a JSON tree of sections, columns and widgets. Usually
the content of the item has the same as HTML; if that is empty, this is all there is.
"""

import json
from collections.abc import Iterator
from html import escape

FIELD = "_elementor_data"
MAX_DEPTH = 40
# Settings with HTML, and settings with plain text by the element that displays them.
HTML_SETTINGS = {
    *("editor", "html", "content", "description", "tab_content", "item_description"),
    *("description_text", "testimonial_content", "alert_description", "blockquote_content"),
}
TEXT_SETTINGS = {
    "title": "h2",
    "heading": "h2",
    "title_text": "h3",
    "tab_title": "h3",
    "item_title": "h3",
    "alert_title": "h3",
} | dict.fromkeys(
    (
        *("caption", "text", "sub_title", "ending_number", "price"),
        *("author_name", "testimonial_name", "testimonial_job"),
    ),
    "p",
)
ADDRESS_SETTINGS = {"youtube_url", "vimeo_url", "dailymotion_url", "external_url"}


def elementor_html(text: str) -> str:
    """Return the content of the widgets as HTML, in their order; an empty string if invalid."""
    try:
        elements = json.loads(text) if text.strip() else []
    except (ValueError, RecursionError):
        return ""
    return "\n".join(_elements(elements, 0))


def _elements(elements: object, depth: int) -> Iterator[str]:
    if not isinstance(elements, list) or depth > MAX_DEPTH:
        return
    for element in elements:
        if isinstance(element, dict):
            if element.get("widgetType"):
                yield from _settings(element.get("settings"), 0)
            yield from _elements(element.get("elements"), depth + 1)


def _settings(settings: object, depth: int) -> Iterator[str]:
    """Yield what the settings of a widget display, also in repeated parts such as tabs."""
    if not isinstance(settings, dict) or depth > MAX_DEPTH:
        return
    for name, value in settings.items():
        if isinstance(value, list):
            for row in value:
                yield from _settings(row, depth + 1)
        elif isinstance(value, dict):
            yield from _image(value) if "image" in name else ()
        elif isinstance(value, str) and value.strip():
            yield from _text(name, value, settings)


def _text(name: str, value: str, settings: dict) -> Iterator[str]:
    if name in ADDRESS_SETTINGS:
        yield f"<p>{escape(value)}</p>"
    elif name in HTML_SETTINGS:
        yield value if "<" in value else f"<p>{escape(value)}</p>"
    elif tag := TEXT_SETTINGS.get(name):
        link = settings.get("link")
        url = link.get("url") if isinstance(link, dict) else ""
        inner = f'<a href="{escape(str(url))}">{escape(value)}</a>' if url else escape(value)
        yield f"<{tag}>{inner}</{tag}>"


def _image(value: dict) -> Iterator[str]:
    url, number = str(value.get("url") or ""), value.get("id")
    if url:
        known = f' class="wp-image-{number}"' if isinstance(number, int) else ""
        alternative = escape(str(value.get("alt") or ""))
        yield f'<figure><img src="{escape(url)}" alt="{alternative}"{known}></figure>'
