"""A page says the same in a browser's reader mode, in a text browser, on paper and in the feed."""

import re
import subprocess
import urllib.request
from collections import Counter
from urllib.parse import urljoin

import pytest
from lxml import etree, html

from tests import node
from tests.services import text_browser

PAGES = {
    "essay": "/theory/tide-table-against-the-clock/",
    "corrected article": "/news/quarry-row-tenants-withhold-rent/",
    "event": "/events/who-owns-the-shore/",
    "book": "/books/slack-water/",
    "standard page": "/about/",
}
READABILITY = "0.6.0"
# The text that a page displays: without links to other pages, and without repetitions.
TEXT = """() => {
  const body = document.querySelector("article .body").cloneNode(true);
  for (const element of body.querySelectorAll("aside, .footnotes__back")) element.remove();
  for (const image of body.querySelectorAll("img")) image.replaceWith(image.alt);
  return words(body);
}"""
WORDS = """const words = (root) => {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) found.push(texts.currentNode.textContent);
  return found.join(" ");
};"""
READER = """() => {
  const article = new Readability(document.cloneNode(true)).parse();
  const content = document.createElement("div");
  content.innerHTML = article.content;
  const pictures = [...content.querySelectorAll("img")].map((image) => image.src);
  for (const element of content.querySelectorAll(".footnotes__back")) element.remove();
  for (const image of content.querySelectorAll("img")) image.replaceWith(image.alt);
  return {...article, pictures, words: words(content)};
}"""
FURNITURE = ("Cite this", "Related reading", "Skip to the text", "Send by mail", "In this text")


def words(text):
    return re.findall(r"\w+", text)


@pytest.fixture(params=PAGES, scope="module")
def read(request, chromium, address):
    """A page in a browser: its kind, its window, its title and the words of its text."""
    script = (node.package("@mozilla/readability", READABILITY) / "Readability.js").read_text()
    window = chromium.new_page(base_url=address, viewport={"width": 1280, "height": 900})
    window.goto(PAGES[request.param])
    window.evaluate(f"() => {{ {script}\n{WORDS}\nObject.assign(window, {{Readability, words}}) }}")
    title = window.locator("h1").inner_text().splitlines()[0]  # without that in a second language
    yield request.param, window, title, words(window.evaluate(TEXT))
    window.close()


def test_reader_mode_has_the_whole_text_and_nothing_else(read):
    kind, window, title, text = read
    found = window.evaluate(READER)
    assert found["title"] == title
    author = window.locator("meta[name=author]")
    if kind not in ("event", "standard page"):
        assert found["byline"] == author.get_attribute("content")
    lead = window.locator("article .figure--lead img, .book__cover img")
    if kind != "standard page":
        file = lead.get_attribute("src").rpartition("/")[2].partition(".")[0]
        assert any(f"/{file}." in picture for picture in found["pictures"])
    shown = words(found["words"])
    assert len(text) > 100
    if kind in ("event", "book"):  # with the programme, or the endorsements
        assert " ".join(text) in " ".join(shown)
    else:
        assert shown == text
    assert not [each for each in FURNITURE if each in found["words"]]


def test_text_browser_shows_all_words(read, address):
    kind, _window, title, text = read
    command = [text_browser(), "-dump", "-cols", "200", "-T", "text/html"]
    with urllib.request.urlopen(urljoin(address, PAGES[kind])) as page:
        dump = subprocess.run(command, input=page.read(), capture_output=True, check=True)
    shown = words(dump.stdout.decode())
    assert not Counter([*words(title), *text]) - Counter(shown)


def test_paper_has_all_words_and_no_furniture(read):
    _kind, window, title, text = read
    window.emulate_media(media="print")
    shown = window.locator("body").inner_text()
    alternatives = window.locator(".body img").evaluate_all("all => all.map(each => each.alt)")
    window.emulate_media(media="screen")
    everything = Counter(words(" ".join([shown, *alternatives])))
    assert not Counter([*words(title), *text]) - everything
    assert not [each for each in FURNITURE if each in shown]


@pytest.mark.parametrize("read", ["essay", "corrected article"], indirect=True)
def test_feed_has_all_words_of_articles(read, address):
    kind, _window, title, text = read
    section = PAGES[kind].split("/")[1]
    with urllib.request.urlopen(urljoin(address, f"/{section}/feed/")) as answer:
        feed = etree.parse(answer)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    (entry,) = feed.xpath(f"//a:entry[a:link[contains(@href, '{PAGES[kind]}')]]", namespaces=atom)
    content = html.fromstring(entry.findtext("a:content", namespaces=atom))
    for image in content.iter("img"):
        image.tail = f" {image.get('alt')} {image.tail or ''}"
    assert entry.findtext("a:title", namespaces=atom) == title
    assert not Counter(text) - Counter(words(" ".join(content.itertext())))
