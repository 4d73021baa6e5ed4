"""Convert inline elements, such as emphasis, links and footnotes, to Wagtail's rich text."""

import re
from html import escape
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from importers.html.dom import (
    WHITESPACE,
    Node,
    child_nodes,
    classes,
    emphasised,
    is_comment,
    is_emoji,
    node_text,
)
from importers.html.result import Body, Finder

# Elements that are left out, and the kind of their warning.
DROPPED_TAGS = {
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
ALLOWED_SCHEMES = ("http", "https", "mailto", "tel")
# Inline elements of HTML that become blocks.
MEDIA_TAGS = ("img", "picture", "iframe", "audio", "video")
EMPTY_ELEMENT = re.compile(r"<(b|i|s|sup|sub|a)(?: [^>]*)?>(?:\s|<br/>)*</\1>")
OUTER_BREAKS = re.compile(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$")
PARAGRAPH_TAGS = re.compile(r"</?p>")
LINE_BREAK = re.compile(r"\s*<br/>\s*")


class InlineConverter:
    """Converts inline nodes to rich text.

    Elements that must become blocks, such as images, are collected: after each conversion, the
    caller takes them with `take_deferred()` and converts them. `name` identifies the body.
    """

    def __init__(self, body: Body, finder: Finder, name: str) -> None:
        self.body, self.finder, self.name = body, finder, name
        self.deferred: list[Node] = []

    def html(self, parts: list[str | Node], *, breaks: bool = False) -> str:
        """Return the rich text of inline nodes; with `breaks`, newlines become line breaks."""
        text = "".join(self._part(part, breaks=breaks) for part in parts)
        text = LINE_BREAK.sub("<br/>", WHITESPACE.sub(" ", text))
        while (reduced := EMPTY_ELEMENT.sub("", text)) != text:
            text = reduced
        return OUTER_BREAKS.sub("", text)

    def inner_html(self, node: Node) -> str:
        """Return the rich text of the content of an element."""
        return self.html(list(child_nodes(node)))

    def take_deferred(self) -> list[Node]:
        """Return the elements collected since the last call."""
        deferred, self.deferred = self.deferred, []
        return deferred

    def _part(self, part: str | Node, *, breaks: bool) -> str:
        if isinstance(part, str):
            text = escape(part, quote=False)
            return re.sub(r"\r\n?|\n", "<br/>", text) if breaks else text
        if is_comment(part):
            return ""
        if part.tag in DROPPED_TAGS:
            self.drop(part)
            return ""
        if part.tag in MEDIA_TAGS:
            return self._medium(part)
        return "<br/>" if part.tag == "br" else self._element(part, breaks=breaks)

    def _medium(self, node: Node) -> str:
        """Keep an element that becomes a block; return what is between the words around it."""
        if is_emoji(node):
            return escape(node.get("alt"), quote=False)
        self.deferred.append(node)
        return " "

    def _element(self, node: Node, *, breaks: bool) -> str:
        if node.tag == "sup" and (mark := self._footnote(node)) is not None:
            return mark
        inner = "".join(self._part(part, breaks=breaks) for part in child_nodes(node))
        inner = emphasised(inner, node)
        if node.tag == "a":
            return self._link(node, inner)
        if node.tag == "span" and (language := node.get("lang")):
            return f'<span lang="{escape(language)}">{inner}</span>'
        return f"“{inner}”" if node.tag == "q" else inner

    def _link(self, node: Node, inner: str) -> str:
        url = (node.get("href") or "").strip()
        if url.startswith("#") and len(url) > 1:
            self.body.warn("link", f"A link within the page was removed: {url}")
        if not url or url.startswith("#"):
            return inner
        if attributes := self.finder.link(url):
            if url.partition("#")[2] and attributes.startswith("linktype"):
                self.body.warn("link", f"A link to a part of a page leads to its start: {url}")
            self.body.place(url, attributes)
            return f"<a {attributes}>{inner}</a>"
        try:
            scheme = urlsplit(url).scheme.lower()
        except ValueError:
            scheme = "broken"
        is_shortcode = url.startswith("[")  # Of a plugin, which knew what it stands for.
        if is_shortcode or (scheme and scheme not in ALLOWED_SCHEMES):
            self.body.warn("link", f"A link was removed: {url}")
            return inner
        self.body.place(url, f'href="{escape(url)}"')
        return f'<a href="{escape(url)}">{inner}</a>'

    def _footnote(self, node: Node) -> str | None:
        """Return the reference to one of WordPress's footnotes; None for other superscripts."""
        key = node.get("data-fn")
        if not key or "fn" not in classes(node):
            return None
        uuid = as_uuid(key)
        if uuid in dict(self.body.footnotes):
            return footnote_reference(uuid)
        self.body.warn("footnote", f"The text of a footnote is missing: {node_text(node)}")
        return ""

    def add_footnote(self, inner: str) -> str:
        """Add a footnote whose text is where its reference is, and return the reference."""
        uuid = str(uuid5(NAMESPACE_URL, f"{self.name}#note-{len(self.body.footnotes)}"))
        text = OUTER_BREAKS.sub("", WHITESPACE.sub(" ", inner))
        self.body.footnotes.append((uuid, f"<p>{text}</p>"))
        return footnote_reference(uuid)

    def note_in_brackets(self, uuid: str) -> str:
        """Return the text of a footnote in brackets, for places that can have no footnotes."""
        text = dict(self.body.footnotes).get(uuid, "")
        lines = PARAGRAPH_TAGS.sub(" ", text.replace("</p><p>", "<br/>")).strip()
        return f" [{lines}]" if lines else ""

    def drop(self, node: Node) -> None:
        """Leave an element out, with a warning."""
        source = node.get("src") or node.get("data") or node.get("action") or ""
        kind = DROPPED_TAGS[node.tag]
        self.body.warn(kind, f"{kind.capitalize()} left out{f': {source}' if source else '.'}")


def footnote_reference(uuid: str) -> str:
    """Return the reference to a footnote as wagtail-footnotes stores it."""
    return f'<footnote id="{uuid}">[{uuid[:6]}]</footnote>'


def as_uuid(key: str) -> str:
    """Return the ID of a WordPress footnote, which may be invalid, as a UUID."""
    try:
        return str(UUID(key))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, key))
