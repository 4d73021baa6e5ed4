"""Read HTML and blocks without the importers' own functions, to check what they lose."""

import re
from collections import Counter

from bs4 import BeautifulSoup, Comment

WORD = re.compile(r"\w+")
UNSEEN = ("script", "style", "template", "noscript", "svg", "math", "head", "title")
UNSEEN += ("audio", "video", "object", "iframe", "canvas", "applet", "datalist")
ADDRESSES = ("a", "area", "img", "iframe", "audio", "video", "source", "embed", "track")
EMPHASIS = ("b", "strong", "i", "em", "u", "s", "del", "strike", "sup", "sub", "mark")
# Our headings are bold.
BOLD_ALREADY = ("h1", "h2", "h3", "h4", "h5", "h6", "th", "summary", "dt")


class Reading:
    """The words, the addresses and the words with emphasis that a reader meets."""

    def __init__(self, html):
        self.soup = BeautifulSoup(f"<div>{html}</div>", "lxml")
        for each in self.soup.find_all(string=lambda text: isinstance(text, Comment)):
            each.extract()
        self.addresses = [
            address
            for each in self.soup.find_all(ADDRESSES)
            if not each.find_parent(("noscript", "template"))
            and (address := each.get("href") or each.get("src"))
            and not address.startswith(("#", "data:"))
        ]
        for each in self.soup.find_all(UNSEEN):
            each.decompose()
        self.words = WORD.findall(self.soup.get_text(" "))
        self.emphasis = [
            word
            for each in self.soup.find_all(EMPHASIS)
            if not each.find_parent(BOLD_ALREADY)
            for word in WORD.findall(each.get_text(" "))
        ]


def made(body):
    """Return the blocks and the notes of a body as one text."""
    return " ".join([*map(str, _strings(body.blocks)), *(html for _, html in body.footnotes)])


def emphasised(body):
    """Return the words with emphasis in the blocks and the notes of a body."""
    reading = Reading(made(body))
    headings = [block["value"]["text"] for block in body.blocks if block["type"] == "heading"]
    headings += [each.get_text(" ") for each in reading.soup.find_all(BOLD_ALREADY)]
    return {*reading.emphasis, *WORD.findall(" ".join(headings))}


def reported(body):
    """Return the words and the addresses that the warnings quote."""
    text = " ".join(warning.text.partition(": ")[2] for warning in body.warnings)
    return {*WORD.findall(text), *text.split()}


def assert_closed(html, body):
    """Assert that each word, address and emphasis is in the blocks or in the warnings.

    Words and addresses occur once each.
    """
    source, text, quoted = Reading(html), made(body), reported(body)
    placed = {*WORD.findall(text)}
    assert not [word for word in source.words if word not in placed and word not in quoted]
    lost = [each for each in source.addresses if each not in text and each not in quoted]
    assert not [each for each in lost if each not in body.placements]
    strong = emphasised(body)
    assert not [word for word in source.emphasis if word not in strong and word not in quoted]


def count_words(html, body):
    """Return how many words were read, placed and only reported; and those that were lost."""
    read, placed = Counter(Reading(html).words), Counter(WORD.findall(made(body)))
    lost = read - placed
    quoted = Counter(WORD.findall(" ".join(warning.text for warning in body.warnings)))
    return read.total(), read.total() - lost.total(), lost & quoted, lost - quoted


def _strings(value):
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value
