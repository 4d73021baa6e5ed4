"""Read HTML and blocks without the importers' own functions, to check what they lose."""

import re
from collections import Counter

from bs4 import BeautifulSoup, Comment

WORD = re.compile(r"\w+")
SHORTCODE = re.compile(r"\[/?[a-zA-Z][\w-]*(?:\s[^\]]*)?/?\]")
UNSEEN = ("script", "style", "template", "noscript", "svg", "math", "head", "title")
UNSEEN += ("audio", "video", "object", "iframe", "canvas", "applet", "datalist")
ADDRESSES = ("a", "area", "img", "iframe", "audio", "video", "source", "embed", "track")
EMPHASIS = ("b", "strong", "i", "em", "u", "s", "del", "strike", "sup", "sub", "mark")
INLINE = (*EMPHASIS, "a", "abbr", "code", "font", "ins", "small", "span", "tt", "big", "kbd", "q")
INLINE += ("acronym", "cite", "dfn", "label", "bdi", "bdo", "data", "time", "var", "samp")
URL = re.compile(r"https?://\S+")
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
        for each in [*self.soup.find_all(UNSEEN), *self.soup.select("sup[data-fn]")]:
            each.decompose()
        for each in self.soup.find_all(lambda tag: tag.name not in INLINE):
            each.insert_before(" ")
            each.insert(0, " ")
            each.append(" ")
        text = URL.sub(" ", self.soup.get_text())
        self.words = WORD.findall(text)
        self.emphasis = [
            word
            for each in self.soup.find_all(EMPHASIS)
            if not each.find_parent(BOLD_ALREADY)
            for word in WORD.findall(URL.sub(" ", each.get_text()))
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
    """Return how many words were read, how many of them placed, and which are nowhere."""
    read = _counted(Reading(SHORTCODE.sub(" ", html)).words)
    placed = Counter()
    for text in [*_strings(body.blocks), *(html for _, html in body.footnotes)]:
        placed += _counted(Reading(text).words if text.startswith("<") else WORD.findall(text))
    lost = read - placed
    # Equal warnings are given once.
    quoted = _counted(WORD.findall(" ".join(each.text for each in body.warnings)))
    return read.total(), read.total() - lost.total(), {word for word in lost if not quoted[word]}


def _counted(words):
    return Counter(word.casefold() for word in words)


def _strings(value):
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value
