"""Forged values of StreamFields: usual ones in which something was changed, removed or repeated."""

import copy
import json
from itertools import chain

from hypothesis import strategies as st

from tests.hostile.values import anything, form_texts, one_in

OPERATIONS = ("replace", "remove", "repeat", "wrap", "rename")


def places(value, path=()) -> list[tuple]:
    """Return the path of everything within a value."""
    found = [path] if path else []
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            found += places(value[key], (*path, key))
    return found


def at(value, path):
    for key in path:
        value = value[key]
    return value


@st.composite
def changed(draw, usual, within=None, most=2):
    """Return a copy of a value with one or a few forged parts, as that of a block if given."""
    value = [copy.deepcopy(usual)] if within else copy.deepcopy(usual)
    for _ in range(draw(st.integers(1, most))):
        path = draw(st.sampled_from(places(value)))
        change(draw, at(value, path[:-1]), path[-1])
        if not places(value):
            break
    return [within | {"value": child} for child in value] if within else value


def change(draw, parent, key):
    operation = draw(st.sampled_from(OPERATIONS))
    if operation == "remove":
        del parent[key]
    elif operation == "repeat" and isinstance(parent, list):
        parent.append(copy.deepcopy(parent[key]))
    elif operation == "wrap":
        parent[key] = draw(st.sampled_from(([parent[key]], {"value": parent[key]})))
    elif operation == "rename" and isinstance(parent, dict):
        parent[draw(st.sampled_from(("unknown", "", "item", "value")))] = parent.pop(key)
    else:
        parent[key] = draw(anything)


def stored_streams(usual: list) -> st.SearchStrategy:
    """Return a strategy for what a StreamField might store; `usual` is a value of every block."""
    items = st.sampled_from(usual).flatmap(
        lambda item: one_in(6, changed([item]), changed(item["value"], item))
    )
    several = st.lists(items, min_size=1, max_size=3).map(
        lambda lists: [*chain.from_iterable(lists)]
    )
    return one_in(15, anything, several)


def as_json(value) -> str:
    """Return a value as JSON that every database stores: without NUL and half characters."""
    text = json.dumps(value, default=str, ensure_ascii=False)
    text = text.encode(errors="ignore").decode().replace("\\u0000", "")
    return text.replace("Infinity", "1e400").replace("NaN", "1e400")  # which databases accept


@st.composite
def forged_form(draw, usual: dict, most=3):
    """Return fields of a form, of which some are forged, missing or repeated."""
    data = dict(usual)
    for _ in range(draw(st.integers(1, most))):
        key = draw(st.sampled_from(sorted(data)))
        if draw(st.integers(1, 4)) == 1:
            del data[key]
        else:
            data[key] = draw(one_in(3, st.lists(form_texts, min_size=1, max_size=3), form_texts))
        if not data:
            break
    return data
