"""Tell what a setting of a widget of Elementor is, by its name and its value."""

import re

from importers.html.media_blocks import is_image_url

HTML_SETTINGS = {
    *("editor", "html", "content", "description", "tab_content", "item_description", "shortcode"),
    *("description_text", "testimonial_content", "alert_description", "blockquote_content"),
}
# The last word of the name of a setting that is a text; the others are the beginnings of words.
TEXT_WORDS = {
    *("title", "text", "heading", "content", "name", "job", "caption", "label", "price", "period"),
    *("prefix", "suffix", "postfix", "button", "bio", "subtitle", "quote", "number", "editor"),
    *("html", "designation", "review", "address", "location", "date", "author", "company", "email"),
    *("phone", "message", "excerpt", "say", "value", "question", "answer", "symbol", "header"),
    *("biography", "shortcode", "role", "summary", "note", "footer", "info", "details", "rating"),
}
TEXT_WORD = re.compile(r"(?:des[ck]r|desc$)")
# Settings that say how something looks or works.
STATE_WORDS = {
    *("align", "alignment", "anchor", "animation", "attributes", "background", "border", "class"),
    *("classes", "color", "colors", "colour", "columns", "condition", "conditions", "css", "delay"),
    *("direction", "duration", "easing", "effect", "family", "field", "font", "format", "gradient"),
    *("height", "icon", "icons", "id", "ids", "image", "layout", "lightbox", "link", "order"),
    *("orderby", "orientation", "overlay", "padding", "margin", "placeholder", "ratio", "repeat"),
    *("shadow", "shape", "size", "skin", "slug", "source", "speed", "style", "switch", "tag"),
    *("target", "taxonomy", "transform", "transition", "type", "typography", "unit", "view"),
    *("weight", "width", "selector", "query", "template", "templates", "library", "svg", "key"),
}
SWITCHES = {"show", "hide", "enable", "disable", "is", "use", "has", "set"}
STATES = {
    *("yes", "no", "true", "false", "none", "default", "inherit", "on", "off", "auto", "custom"),
}
DEVICES = {
    "mobile",
    "tablet",
    "laptop",
    "desktop",
    "widescreen",
    "extra",
    "hover",
    "normal",
    "custom",
}
# Numbers of what a widget displays.
COUNTS = {"number", "posts_number"}
# Values that are no text for readers, regardless of the name of their setting.
STATE = re.compile(r"^(?:fa[srlbd]?|eicon|icon)[ -]|^globals/|^(?:rgb|hsl)a?\(|^#[0-9a-fA-F]{3,8}$")
CODE = re.compile(r"[{}]|^[\w-]+:\s*[^;]+;$|^(?:left|right|top|bottom|center|start|end|px|em|\s)+$")
LETTERS = re.compile(r"[^\W\d_]")
MARKUP = re.compile(r"<[a-zA-Z/]")
PICTURE_NAME = re.compile(r"image|gallery|carousel|photo|picture|avatar|logo")
RECORDING = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov|mp3|m4a|ogg|oga|wav)(?:\?|$)", re.IGNORECASE)
HEADINGS = {"title": "h2", "heading": "h2"}
SMALL_HEADING = re.compile(r"^(?!sub|before|ribbon).*title(?:_text(?:_[ab])?)?$|^title_text")
FORM_TEXT = re.compile(r"^(?:field_label|field_options|field_html|button_text|step_\w+_button)$")


def is_text(name: str, value: str) -> bool:
    """Return whether the name of a setting is that of a text for readers."""
    words = _words(name)
    if not words or name in COUNTS or words[0] in SWITCHES:
        return False
    if value.strip().lower() in STATES or STATE.match(value.strip()):
        return False
    return name in HTML_SETTINGS or words[-1] in TEXT_WORDS or bool(TEXT_WORD.match(words[-1]))


def may_be_text(name: str, value: str) -> bool:
    """Return whether the value of any other setting looks like a text for readers."""
    value = value.strip()
    if STATE_WORDS & set(_words(name)) or STATE.match(value) or CODE.search(value):
        return False
    is_long = bool(re.search(r"\s", value)) or not value[:1].islower() or not value.isascii()
    return bool(MARKUP.search(value) or (is_long and LETTERS.search(value)))


def is_form_text(name: str) -> bool:
    """Return whether a setting of a form is displayed: most others are e-mails to the site."""
    return bool(FORM_TEXT.match(name))


def is_address(value: str) -> bool:
    """Return whether a text is a URL."""
    return bool(re.match(r"https?://\S+$", value.strip()))


def is_picture(name: str, url: str) -> bool:
    """Return whether a URL is that of a picture."""
    return bool(PICTURE_NAME.search(name) and not name.endswith("link")) or is_image_url(url)


def is_recording(url: str) -> bool:
    """Return whether a URL is that of a video or a sound."""
    return bool(RECORDING.search(url))


def heading_tag(name: str) -> str:
    """Return the tag of the element for a text."""
    return HEADINGS.get(name, "h3" if SMALL_HEADING.match(name) else "p")


def _words(name: str) -> list[str]:
    """Return the words of a name without the device or the state that it is for."""
    words = [word for word in re.split(r"[\W\d_]+", name.lower()) if len(word) > 1]
    while words and words[-1] in DEVICES:
        words.pop()
    return words
