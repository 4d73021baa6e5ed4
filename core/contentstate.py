"""Check what the rich text editor sends, before it is converted to HTML.

Draftail sends the content state of Draft.js as JSON. Any request can send anything, and what is
stored is read by many views: what cannot have been written in the editor is dropped here, its text
is kept.
"""

import json
import re
from collections.abc import Callable, Container
from uuid import UUID

from draftjs_exporter.html import HTML

from core.rich_text import is_primary_key

MAX_DEPTH = 4  # of nested lists, as in Draft.js
# The random key that Draftail gives every paragraph.
BLOCK_KEY = re.compile(r"[a-z0-9]{1,8}")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
UNSAFE_IN_ADDRESSES = re.compile(r"[\s\"<>]")
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")


def clean_content_state(text: str, exporter: HTML) -> str:
    """Return a content state as JSON that the exporter can convert to HTML.

    Raises ValueError if the text is no content state.
    """
    try:
        state = json.loads(text)
        entities = _clean_entities(
            state["entityMap"], exporter.entity_options.keys() - {"FALLBACK"}
        )
        blocks = [
            _clean_block(block, exporter.block_options, entities) for block in state["blocks"]
        ]
    except (AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError("Not a content state.") from error
    return json.dumps({"blocks": blocks, "entityMap": entities})


def _clean_block(block: dict, block_types: Container[str], entities: dict[str, dict]) -> dict:
    text, key, kind, depth = (block.get(name) for name in ("text", "key", "type", "depth"))
    if not isinstance(text, str) or not isinstance(kind, str):
        raise TypeError
    block = block | {"type": kind if kind in block_types else "unstyled"}
    block |= {"depth": min(max(depth, 0), MAX_DEPTH) if isinstance(depth, int) else 0}
    if not isinstance(key, str) or not BLOCK_KEY.fullmatch(key):
        block.pop("key", None)
    length = len(text)
    styles = [each for each in _ranges(block, "inlineStyleRanges", length) if _is_style(each)]
    links = [
        each for each in _ranges(block, "entityRanges", length) if str(each.get("key")) in entities
    ]
    return block | {"inlineStyleRanges": styles, "entityRanges": _without_overlaps(links)}


def _ranges(block: dict, name: str, length: int) -> list[dict]:
    """Return the ranges of a block, limited to its text."""
    return [
        {**each, "length": min(size, length - start)}
        for each in block.get(name) or []
        if type(start := each.get("offset")) is int
        and type(size := each.get("length")) is int
        and 0 <= start < length
        and size > 0
    ]


def _is_style(style_range: dict) -> bool:
    return isinstance(style_range.get("style"), str)


def _without_overlaps(ranges: list[dict]) -> list[dict]:
    """Return the ranges that do not overlap an earlier one: a character has one entity."""
    kept: list[dict] = []
    for each in sorted(ranges, key=lambda each: each["offset"]):
        if not kept or kept[-1]["offset"] + kept[-1]["length"] <= each["offset"]:
            kept.append(each)
    return kept


def _clean_entities(entity_map: dict, entity_types: Container[str]) -> dict[str, dict]:
    """Return the valid entities, with the data that their type has."""
    cleaned = {}
    for key, entity in entity_map.items():
        kind, data = entity.get("type"), entity.get("data")
        if isinstance(kind, str) and kind in entity_types:
            data = CLEANERS.get(kind, dict)(data if isinstance(data, dict) else {})
            if data is not None:
                cleaned[key] = {"type": kind, "mutability": "MUTABLE"} | entity | {"data": data}
    return cleaned


def _clean_link(data: dict) -> dict | None:
    """Return the data of a link to a page by its key, or to an address."""
    if data.get("id") is not None:
        return _clean_key(data)
    url = data.get("url")
    return data | {"url": quoted_address(url)} if isinstance(url, str) else None


def quoted_address(url: str) -> str:
    """Return an address with spaces and quotation marks percent-encoded."""
    url = CONTROL_CHARACTERS.sub("", url).strip()
    if url.startswith("tel:"):
        return "".join(url.split())
    return UNSAFE_IN_ADDRESSES.sub(
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url
    )


def _clean_key(data: dict) -> dict | None:
    return data if is_primary_key(str(data.get("id"))) else None


def _clean_language(data: dict) -> dict | None:
    tag = data.get("lang")
    return data if isinstance(tag, str) and LANGUAGE_TAG.fullmatch(tag) else None


def _clean_footnote(data: dict) -> dict | None:
    try:
        UUID(data["footnote"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return data


CLEANERS: dict[str, Callable[[dict], dict | None]] = {
    "LINK": _clean_link,
    "DOCUMENT": _clean_key,
    "LANGUAGE": _clean_language,
    "FOOTNOTES": _clean_footnote,
}
