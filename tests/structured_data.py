"""The JSON-LD of pages, for tests."""

import json
import re

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graph(html):
    """Return the objects of the graph of a page."""
    (text,) = SCRIPT.findall(html)
    assert "<" not in text
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def find(html, kind):
    """Return the only object of a type in the graph of a page."""
    (found,) = [node for node in graph(html) if node["@type"] == kind]
    return found


def main_entity(html):
    """Return what a page is about."""
    nodes = graph(html)
    by_id = {node["@id"]: node for node in nodes}
    return by_id[nodes[0]["mainEntity"]["@id"]]
