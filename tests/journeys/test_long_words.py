"""Names that are one long word stay on the page, whatever shows them, on all screens."""

import subprocess
import sys

import pytest

from site_config.settings.environment import PROJECT
from tests.journeys.server import served, windows

WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
# Adds the word to all names and titles, and to their language versions.
RENAME = f"""
import django
django.setup()
from django.apps import apps
from django.db.models import Value
from django.db.models.functions import Concat
for label, fields in {{
    "wagtailcore.Page": ["title"],
    "events.EventPage": ["summary"],
    "books.BookPage": ["subtitle", "summary"],
    "news.ArticlePage": ["standfirst", "source_publication"],
    "contributors.Contributor": ["name"],
    "topics.Topic": ["name"],
    "events.Organiser": ["name"],
    "events.Venue": ["name", "town"],
    "books.Imprint": ["name"],
    "books.BookSeries": ["name"],
    "books.Bookseller": ["name"],
}}.items():
    model = apps.get_model(label)
    model.objects.update(**{{each: Concat(each, Value(" {WORD}")) for each in fields}})
"""
# The texts that begin or end outside of the window, where nothing scrolls to them.
OUTSIDE = """() => {
  const isHidden = (element) => {
    for (; element; element = element.parentElement) {
      const style = getComputedStyle(element);
      if (/auto|scroll/.test(style.overflowX) || style.clipPath !== "none") return true;
    }
    return false;
  };
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const outside = [];
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = range.getBoundingClientRect(), parent = texts.currentNode.parentElement;
    if (box.width && (box.right > innerWidth + 1 || box.left < -1) && !isHidden(parent))
      outside.push(`${parent.tagName}.${parent.className}: ${texts.currentNode.data.trim()}`);
  }
  return outside;
}"""


@pytest.fixture(scope="module")
def long_names(demo_environment):
    """The address of the demo publication with long names."""
    rename = [sys.executable, "-c", RENAME]
    subprocess.run(rename, cwd=PROJECT, env=demo_environment, check=True)
    address = demo_environment["BASE_URL"]
    with served(demo_environment, address.rsplit(":", 1)[1], workers=1):
        yield address


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_name_leaves_the_page(chromium, long_names, kinds, width):
    with windows(chromium, long_names) as visit:
        reader = visit()
        reader.set_viewport_size({"width": width, "height": 900})
        outside = {}
        for kind, path in kinds.items():
            reader.goto(path)
            assert WORD in reader.inner_text("main") or kind in ("lost", "nothing found"), kind
            outside[kind] = reader.evaluate(OUTSIDE)
        assert not [(kind, texts) for kind, texts in outside.items() if texts]
