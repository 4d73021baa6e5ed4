"""Read the demo content: one JSON file for each article, and one for each other type."""

import json
from collections.abc import Callable
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
PICTURES = Path(__file__).parent / "pictures"


def read(name: str) -> list[dict] | dict:
    """Return the content of `content/<name>.json`."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def articles() -> list[dict]:
    """Return all articles, the oldest first."""
    files = sorted((CONTENT / "articles").glob("*.json"))
    entries = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return sorted(entries, key=lambda entry: -entry["days_ago"])


def body_blocks(
    blocks: list[dict], image_id: Callable[[str], int], page_id: Callable[[str], int]
) -> list[dict]:
    """Return the blocks of a body as a StreamField stores them."""
    convert = {
        "image": lambda value: _image(value, image_id),
        "related_page": lambda value: {"page": page_id(value["page"])},
        "table": _table,
        "appeal": lambda value: _appeal(value, page_id),
        "reading_list": lambda value: _reading_list(value, page_id),
    }
    return [
        {
            "type": block["type"],
            "value": convert.get(block["type"], lambda value: value)(block["value"]),
        }
        for block in blocks
    ]


def _image(value: dict, image_id: Callable[[str], int]) -> dict:
    alt = value.get("alt", "")
    return {
        "image": {"image": image_id(value["picture"]), "alt_text": alt, "decorative": not alt},
        "caption": value.get("caption", ""),
        "credit": "",
    }


def _appeal(value: dict, page_id: Callable[[str], int]) -> dict:
    links = [
        {"type": "page", "value": {"label": label, "page": page_id(target)}}
        if "/" not in target
        else {"type": "address", "value": {"label": label, "url": target}}
        for label, target in value["links"]
    ]
    return {**value, "links": links}


def _table(value: dict) -> dict:
    return {
        "caption": value.get("caption", ""),
        "columns": [{"type": "text", "heading": heading} for heading in value["columns"]],
        "rows": [{"values": row} for row in value["rows"]],
    }


def _reading_list(value: dict, page_id: Callable[[str], int]) -> dict:
    groups = [
        {"heading": group["heading"], "pages": [page_id(slug) for slug in group["pages"]]}
        for group in value["groups"]
    ]
    return {"heading": value["heading"], "groups": groups}
