"""The metadata in the head of every public page."""

import json
import re

import pytest

ADDRESSES = [
    *("/", "/news/", "/events/", "/events/past/", "/events/month/", "/books/", "/people/"),
    *("/people/ada-example/", "/topics/", "/topics/housing/", "/formats/", "/formats/news/"),
    *("/ports/", "/corrections/", "/privacy/", "/archive/", "/search/", "/news/the-strike/"),
    *("/events/housing-conference/", "/books/the-tide/"),
    "/events/organiser/the-tenants-union/",
]
REQUIRED = ("og:title", "og:type", "og:url", "og:site_name", "og:description")


def properties(html):
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html)
    return dict(reversed(found))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_describes_itself(site_tree, get, address):
    html = get(address)
    found = properties(html)
    assert not [name for name in REQUIRED if not found.get(name)]
    assert html.count('rel="canonical"') == html.count('name="description"') == 1
    assert html.count("application/ld+json") == 1
    assert found["og:url"].startswith("http://localhost/")
    assert found["twitter:card"].startswith("summary")
