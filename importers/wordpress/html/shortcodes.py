"""Replace shortcodes, which plugins write in square brackets, by elements.

WordPress's own shortcodes become `x-shortcode` elements with their name and attributes; unknown
ones become `x-shortcode` elements named “unknown” that contain their source.

Source: https://codex.wordpress.org/Shortcode_API, wp-includes/shortcodes.php.
"""

import re
from bisect import bisect
from html import escape, unescape

ELEMENT = "x-shortcode"
WORDPRESS_NAMES = ("caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist")
# Shortcodes of footnote plugins, which enclose the text of a footnote.
FOOTNOTE_NAMES = ("footnote", "efn_note", "ref", "fn", "mfn")
SUPPORTED_NAMES = (*WORDPRESS_NAMES, *FOOTNOTE_NAMES)
# Matches neither escaped shortcodes, “[[gallery]]”, nor “[1]” and “[…]”.
OPENING = re.compile(
    r"(?<!\[)\[(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\s+[^\[\]]*?)?)\s*/?\](?!\])", re.ASCII
)
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
# Markup within which WordPress does not look for shortcodes.
VERBATIM = re.compile(r"(<(pre|code|script|style)\b.*?</\2>|<!--.*?-->)", re.DOTALL | re.IGNORECASE)
# A tag; shortcodes within its attributes are not content.
TAG = re.compile(r"""<[a-zA-Z/](?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")


def with_elements(html: str) -> str:
    """Return HTML in which every shortcode is an element."""
    if "[" not in html:
        return html
    # The pattern has two groups, so this is: text, verbatim markup, its tag, text, …
    parts = VERBATIM.split(html)
    texts = [_replace(part) for part in parts[0::3]]
    verbatim = [*parts[1::3], ""]
    return "".join(text + markup for text, markup in zip(texts, verbatim, strict=True))


def _replace(text: str) -> str:
    out, at, unknown = [], 0, set()
    tags = [found.span() for found in TAG.finditer(text)]
    for found in OPENING.finditer(text):
        if found.start() < at or _is_within(found.start(), tags) or not _is_shortcode(found, text):
            continue
        out.append(text[at : found.start()])
        name, at = found["name"], found.end()
        if name not in SUPPORTED_NAMES:  # Its content stays, between the marked tags.
            unknown.add(name)
            out.append(_unknown(name, found[0]))
            continue
        closing, following = text.find(f"[/{name}]", at), text.find(f"[{name}", at)
        inner = ""
        if closing >= 0 and not at <= following < closing:
            inner, at = text[at:closing], closing + len(name) + 3
        kind = "note" if name in FOOTNOTE_NAMES else name.removeprefix("wp_")
        out.append(_element(kind, attributes(found["attributes"]), inner))
    result = "".join([*out, text[at:]])
    for name in unknown:
        result = result.replace(f"[/{name}]", _unknown(name, f"[/{name}]"))
    return result


def _is_within(place: int, spans: list[tuple[int, int]]) -> bool:
    """Return whether a place is within one of some spans, which are in order."""
    before = bisect(spans, (place, 0))
    return bool(before) and place < spans[before - 1][1]


def _is_shortcode(found: re.Match, text: str) -> bool:
    """Return whether it is a shortcode, rather than a word in brackets, such as “[sic]”."""
    name = found["name"]
    if name in WORDPRESS_NAMES or f"[/{name}]" in text[found.end() :]:
        return True
    return bool(ATTRIBUTE.search(found["attributes"])) or "_" in name or "-" in name


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of a shortcode, also if WordPress curled their quotation marks."""
    text = re.sub("[“”″]", '"', unescape(text)).replace("\xa0", " ")
    return {
        name.lower(): double or single or bare
        for name, double, single, bare in ATTRIBUTE.findall(text)
    }


def _element(name: str, values: dict[str, str], inner: str) -> str:
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in values.items())
    return f'<{ELEMENT} name="{name}"{data}>{inner}</{ELEMENT}>'


def _unknown(name: str, source: str) -> str:
    return f'<{ELEMENT} name="unknown" data-name="{escape(name)}">{escape(source)}</{ELEMENT}>'
