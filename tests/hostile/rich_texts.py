"""Forged rich text: what Draftail might send, and what a database might hold."""

import json

from hypothesis import strategies as st

from tests.hostile.examples import MARKER
from tests.hostile.values import NUMBERS, TEXTS, URLS, anything, one_in, scalars, texts

KINDS = (
    "LINK",
    "DOCUMENT",
    "FOOTNOTE",
    "FOOTNOTES",
    "LANGUAGE",
    "IMAGE",
    "EMBED",
    "HORIZONTAL_RULE",
)
BLOCKS = (
    *("unstyled", "header-two", "header-six", "unordered-list-item", "ordered-list-item"),
    *("atomic", "blockquote", "code-block", "unknown", ""),
)
STYLES = ("BOLD", "ITALIC", "SUPERSCRIPT", "CODE", "unknown", "")
KEYS = (0, 1, 2, -1, "0", "1", "abc", 10**30, "９", None, [], 1.5, True)
numbers = one_in(4, st.sampled_from(NUMBERS) | scalars, st.integers(0, 9))


def mapping(fields: dict[str, st.SearchStrategy], missing: int = 12) -> st.SearchStrategy:
    """Return a strategy for objects, of which some lack a field or hold a wrong one."""

    @st.composite
    def build(draw):
        value = {}
        for name, strategy in fields.items():
            number = draw(st.integers(1, 2 * missing))
            if number == 1:
                continue
            value[name] = draw(anything if number == 2 else strategy)
        return value

    return build()


entity_data = st.dictionaries(
    st.sampled_from(
        (
            *("id", "url", "parentId", "lang", "footnote", "uuid", "href", "alt", "format", "src"),
            *("embedtype", "title", "filename", "edit_url", "download_url", "html"),
        )
    ),
    scalars | st.sampled_from(URLS) | anything,
    max_size=5,
)
entities = mapping(
    {
        "type": one_in(8, scalars, st.sampled_from(KINDS)),
        "mutability": st.sampled_from(("MUTABLE", "IMMUTABLE", "", None)),
        "data": entity_data,
    }
)
ranges = mapping({"offset": numbers, "length": numbers, "key": st.sampled_from(KEYS)})
styles = mapping({"offset": numbers, "length": numbers, "style": st.sampled_from(STYLES)})
draft_blocks = mapping(
    {
        "key": texts,
        "text": texts | st.just(f"Some words of a {MARKER}"),
        "type": one_in(8, scalars, st.sampled_from(BLOCKS)),
        "depth": numbers,
        "inlineStyleRanges": st.lists(styles, max_size=2),
        "entityRanges": st.lists(ranges, min_size=1, max_size=2),
        "data": st.just({}) | anything,
    },
    missing=30,
)
entity_maps = st.dictionaries(
    st.sampled_from(("0", "1", "2", "-1", "abc", "9")), entities, min_size=1, max_size=3
)
content_states = mapping(
    {"blocks": st.lists(draft_blocks, min_size=1, max_size=3), "entityMap": entity_maps}, missing=30
)
DEEP = ("[" * 3000, '{"blocks":' * 2000, "[" * 900 + "]" * 900)
JSON_TEXTS = (
    "",
    "null",
    "{}",
    "[]",
    '""',
    "0",
    "NaN",
    "{",
    "\x00",
    '{"blocks": [], "entityMap": 0}',
)
draftail_texts = one_in(
    12, st.sampled_from(JSON_TEXTS + DEEP) | texts, content_states.map(json.dumps)
).map(lambda text: text.encode("utf-8", "replace").decode())

ATTRIBUTES = (
    *("linktype", "id", "href", "lang", "embedtype", "format", "alt", "url", "data-block-key"),
    *("onclick", "style", "src", "class", "uuid"),
)
TAGS = ("a", "embed", "footnote", "span", "p", "h2", "ul", "li", "ol", "b", "script", "img", "hr")
TAGS += ("br", "table", "td", "svg", "iframe", "div", "blockquote", "code", "sup", "i")
LINK_TYPES = ("page", "document", "email", "phone", "external", "image", "media", "unknown", "")
IDS = (*(text for text in TEXTS if len(text) < 40), "1", "2", "5", "0", "00001", "1 OR 1")
VALUES = st.sampled_from(LINK_TYPES) | st.sampled_from(IDS) | st.sampled_from(URLS) | texts
attributes = st.lists(
    st.tuples(st.sampled_from(ATTRIBUTES), VALUES, st.sampled_from(('"', "'", ""))), max_size=4
)
links = st.tuples(
    st.sampled_from(LINK_TYPES), one_in(5, st.none(), st.sampled_from(IDS)), attributes
).map(
    lambda t: [("linktype", t[0], '"'), *([("id", t[1], '"')] if t[1] is not None else []), *t[2]]
)
embeds = st.tuples(
    st.sampled_from(("image", "media", "unknown", "")), st.sampled_from(IDS), attributes
).map(lambda t: [("embedtype", t[0], '"'), ("id", t[1], '"'), *t[2]])


def opening(tag: str, pairs: list) -> str:
    written = (f" {name}={mark}{value}{mark}" for name, value, mark in pairs)
    return f"<{tag}{''.join(written)}>"


tags = st.one_of(
    st.tuples(st.just("a"), links),
    st.tuples(st.just("embed"), embeds),
    st.tuples(st.sampled_from(TAGS), attributes),
    st.tuples(st.sampled_from(("footnote", "span", "a")), attributes),
)
pieces = st.one_of(
    tags.map(lambda t: opening(*t) + f"word</{t[0]}>"),
    tags.map(lambda t: opening(*t)),
    tags.map(lambda t: f"<p>{opening(*t)}word</{t[0]}></p>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    texts,
    st.sampled_from(("<", "<a", "<!--", "<![CDATA[", "&", "<p " + "x" * 3000 + ">", "<p>" * 2000)),
)
stored_texts = st.lists(pieces, min_size=1, max_size=4).map("".join)
stored_texts = stored_texts.map(lambda text: text.encode("utf-8", "replace").decode())
