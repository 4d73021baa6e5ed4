"""Parse and validate HTML."""

import re

import html5lib


def links_of(html):
    """Return the internal URLs that a page links to."""
    return {link for link in re.findall(r'<a [^>]*href="([^"#]+)', html) if link.startswith("/")}


def assert_valid(html):
    parser = html5lib.HTMLParser(strict=True)
    document = parser.parse(html)
    assert len(document.findall(".//{*}h1")) == 1
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), "duplicate ID"
    for image in document.iter("{http://www.w3.org/1999/xhtml}img"):
        assert image.get("alt") is not None
        assert image.get("width")
        assert image.get("height")
