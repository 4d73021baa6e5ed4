"""The lines of a text: emphasis, links and marks of notes, as Wagtail stores them."""

import re
from html import escape
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from importers.wordpress.html.dom import SPACES, Node, classes, is_comment, parts_of, words
from importers.wordpress.html.result import Body, Finder
from importers.wordpress.html.shortcodes import ELEMENT

# From the elements of HTML to those that a text of ours has.
MARKS = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "cite": "i",
    "dfn": "i",
    "s": "s",
    "strike": "s",
    "del": "s",
    "sup": "sup",
    "sub": "sub",
}
DROPPED = {
    "script": "script",
    "style": "style sheet",
    "noscript": "text for browsers without scripts",
    "object": "embedded object",
    "embed": "embedded object",
    "applet": "embedded object",
    "svg": "drawing",
    "canvas": "drawing",
    "math": "formula",
    "form": "form",
    "input": "form",
    "button": "form",
    "select": "form",
    "textarea": "form",
    "link": "style sheet",
    "meta": "declaration",
    "base": "declaration",
    "template": "template",
}
SCHEMES = ("http", "https", "mailto", "tel")
# Elements that stand in a line in WordPress and are blocks of their own here.
FLOATING = ("img", "picture", "iframe", "audio", "video")
EMPTY = re.compile(r"<(b|i|s|sup|sub|a)(?: [^>]*)?>(?:\s|<br/>)*</\1>")
BREAKS = re.compile(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$")
BREAK = re.compile(r"\s*<br/>\s*")


class InlineConverter:
    """Writes lines; what is no part of a line is put aside, for whoever writes the blocks."""

    def __init__(self, body: Body, finder: Finder, name: str) -> None:
        """Take where losses and notes go, whom to ask, and a name that no other text has."""
        self.body, self.finder, self.name = body, finder, name
        self.aside: list[Node] = []

    def html(self, parts: list[str | Node], *, breaks: bool = False) -> str:
        """Return the HTML of parts of a line; `breaks`: the ends of written lines are kept."""
        text = "".join(self._part(part, breaks=breaks) for part in parts)
        text = BREAK.sub("<br/>", SPACES.sub(" ", text))
        while (bare := EMPTY.sub("", text)) != text:
            text = bare
        return BREAKS.sub("", text)

    def inside(self, node: Node) -> str:
        """Return the HTML of all that stands in an element."""
        return self.html(list(parts_of(node)))

    def taken_aside(self) -> list[Node]:
        """Return what was put aside since, and forget it."""
        found, self.aside = self.aside, []
        return found

    def _part(self, part: str | Node, *, breaks: bool) -> str:
        if isinstance(part, str):
            text = escape(part, quote=False)
            return re.sub(r"\r\n?|\n", "<br/>", text) if breaks else text
        if is_comment(part):
            return ""
        if part.tag in DROPPED:
            self.drop(part)
            return ""
        if part.tag in FLOATING:
            self.aside.append(part)
            return ""
        if part.tag == "br":
            return "<br/>"
        return self._element(part, breaks=breaks)

    def _element(self, node: Node, *, breaks: bool) -> str:
        if node.tag == ELEMENT:
            return self._shortcode(node)
        if node.tag == "sup" and (note := self._note(node)) is not None:
            return note
        inner = "".join(self._part(part, breaks=breaks) for part in parts_of(node))
        if node.tag == "a":
            return self._link(node, inner)
        if mark := MARKS.get(node.tag) or self._styled(node):
            return f"<{mark}>{inner}</{mark}>"
        if node.tag == "span" and (language := node.get("lang")):
            return f'<span lang="{escape(language)}">{inner}</span>'
        return f"“{inner}”" if node.tag == "q" else inner

    def _styled(self, node: Node) -> str:
        style = (node.get("style") or "").replace(" ", "").lower()
        if "font-weight:bold" in style or re.search(r"font-weight:[6-9]00", style):
            return "b"
        return "i" if "font-style:italic" in style else ""

    def _link(self, node: Node, inner: str) -> str:
        address = (node.get("href") or "").strip()
        if not address or address.startswith("#"):
            return inner
        if attributes := self.finder.link(address):
            _page, _, place = address.partition("#")
            if place and attributes.startswith("linktype"):
                self.body.warn("link", f"A link to a part of a page leads to all of it: {address}")
            return f"<a {attributes}>{inner}</a>"
        try:
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            scheme = "broken"
        if scheme and scheme not in SCHEMES:
            self.body.warn("link", f"A link to {address[:100]} was taken off.")
            return inner
        return f'<a href="{escape(address)}">{inner}</a>'

    def _shortcode(self, node: Node) -> str:
        name = node.get("name")
        if name == "unknown":
            self.body.warn("shortcode", f"[{node.get('data-name')}] stands in the text as it was.")
            return f"<b>{escape(words(node), quote=False)}</b>"
        if name == "note":
            inner = "".join(self._part(part, breaks=False) for part in parts_of(node))
            return self.note(inner)
        self.aside.append(node)
        return ""

    def _note(self, node: Node) -> str | None:
        """Return the mark of a note of WordPress's own; None where a raised letter is meant."""
        key = node.get("data-fn")
        if not key or "fn" not in classes(node):
            return None
        for mark, _text in self.body.notes:
            if mark == as_uuid(key):
                return marked(mark)
        self.body.warn("footnote", f"The text of the note {words(node)} is missing.")
        return ""

    def note(self, inner: str) -> str:
        """Keep a note that stands where its mark does, and return the mark."""
        mark = str(uuid5(NAMESPACE_URL, f"{self.name}#note-{len(self.body.notes)}"))
        self.body.notes.append((mark, f"<p>{BREAKS.sub('', SPACES.sub(' ', inner))}</p>"))
        return marked(mark)

    def drop(self, node: Node) -> None:
        """Leave an element out, and say so."""
        source = node.get("src") or node.get("data") or node.get("action") or ""
        what = DROPPED.get(node.tag, node.tag)
        self.body.warn(what, f"A {what} was left out{f': {source}' if source else ''}.")


def marked(mark: str) -> str:
    """Return the mark of a note as the editor of Wagtail stores it."""
    return f'<footnote id="{mark}">[{mark[:6]}]</footnote>'


def as_uuid(key: str) -> str:
    """Return the name of a note of WordPress as a UUID; it is one, but for what others wrote."""
    try:
        return str(UUID(key))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, key))
