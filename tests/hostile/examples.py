"""Run one forged example after another on the database of a single test."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from django.core.cache import caches
from django.db import transaction

# Values of each test. `EXAMPLES=2000 pytest tests/hostile` tries more, in half an hour.
EXAMPLES = int(os.environ.get("EXAMPLES", "400"))
# What a forged value writes, and what no page may contain unless it is escaped.
MARKER = "forgedmarker"
SCHEMES = ("javascript:", "data:", "vbscript:")
ADDRESSES = ("href", "src", "action", "formaction", "data", "xlink:href", "srcdoc")


class Watcher(HTMLParser):
    """Collects what a forged value would run in the browser of a reader."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.script = False

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.script = tag == "script" and attributes.get("type") != "application/ld+json"
        for name, value in attributes.items():
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            runs = name.startswith("on") or (name in ADDRESSES and address.startswith(SCHEMES))
            if MARKER in value and runs:
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag):
        self.script = self.script and tag != "script"

    def handle_data(self, data):
        if self.script and MARKER in data:
            self.found.append(f"<script>{data}")


@contextmanager
def undone(example: object) -> Iterator[None]:
    """Undo what an example stores, in the database and in the caches."""
    for cache in caches.all():
        cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def text_of(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace")


def assert_survived(response, request: object = "") -> str:
    """Return the text of a response, which is no error."""
    assert response.status_code < 500, (request, response.status_code)
    return text_of(response)


def assert_safe(text: str) -> None:
    """Assert that nothing of a forged value can run in the browser of a reader."""
    if MARKER in text:
        watcher = Watcher()
        watcher.feed(text)
        assert watcher.found == []
