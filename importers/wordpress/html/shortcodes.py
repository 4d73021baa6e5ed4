"""Shortcodes: what plugins put into a text between square brackets.

Those of WordPress itself become elements of a name of their own, `x-shortcode`, which no text has;
all others become one that says what stood there.
Source: https://codex.wordpress.org/Shortcode_API, wp-includes/shortcodes.php.
"""

import re
from html import escape, unescape

ELEMENT = "x-shortcode"
# A name as plugins give them, and not every word between brackets: “[sic]”, “[1]” and “[…]”.
KNOWN = ("caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist")
# Of plugins for footnotes: what they enclose is a note.
NOTES = ("footnote", "efn_note", "ref", "fn", "mfn")
OPENING = re.compile(
    r"(?<!\[)\[(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\s+[^\[\]]*?)?)\s*/?\](?!\])", re.ASCII
)
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
# Text between these is not for shortcodes.
VERBATIM = re.compile(r"(<(pre|code|script|style)\b.*?</\2>|<!--.*?-->)", re.DOTALL | re.IGNORECASE)


def with_elements(html: str) -> str:
    """Return a text in which every shortcode is an element."""
    if "[" not in html:
        return html
    parts = VERBATIM.split(html)
    # The pattern has two groups: text, what is kept as it is, the name of its element, text …
    texts = [_replaced(part) for part in parts[0::3]]
    kept = [*parts[1::3], ""]
    return "".join(text + verbatim for text, verbatim in zip(texts, kept, strict=True))


def _replaced(text: str) -> str:
    out, at, unknown = [], 0, set()
    for found in OPENING.finditer(text):
        if found.start() < at or not _is_shortcode(found, text):
            continue
        out.append(text[at : found.start()])
        name, at = found["name"], found.end()
        if name not in (*KNOWN, *NOTES):  # What stands between its two ends is text like any other.
            unknown.add(name)
            out.append(_marked(name, found[0]))
            continue
        view_restriction, following = text.find(f"[/{name}]", at), text.find(f"[{name}", at)
        inner = ""
        if view_restriction >= 0 and not at <= following < view_restriction:
            inner, at = text[at:view_restriction], view_restriction + len(name) + 3
        kind = "note" if name in NOTES else name.removeprefix("wp_")
        out.append(_element(kind, attributes(found["attributes"]), inner))
    result = "".join([*out, text[at:]])
    for name in unknown:
        result = result.replace(f"[/{name}]", _marked(name, f"[/{name}]"))
    return result


def _is_shortcode(found: re.Match, text: str) -> bool:
    """Tell a shortcode from words that somebody put between brackets."""
    name = found["name"]
    if name in KNOWN or f"[/{name}]" in text[found.end() :]:
        return True
    return bool(ATTRIBUTE.search(found["attributes"])) or "_" in name or "-" in name


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of a shortcode; typographic quotation marks count as plain ones."""
    text = re.sub("[“”″]", '"', unescape(text)).replace("\xa0", " ")
    return {
        name.lower(): double or single or bare
        for name, double, single, bare in ATTRIBUTE.findall(text)
    }


def _element(name: str, values: dict[str, str], inner: str) -> str:
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in values.items())
    return f'<{ELEMENT} name="{name}"{data}>{inner}</{ELEMENT}>'


def _marked(name: str, source: str) -> str:
    """Return an unknown one as text that an editor will see."""
    return f'<{ELEMENT} name="unknown" data-name="{escape(name)}">{escape(source)}</{ELEMENT}>'
