"""No query string makes a public or an admin view fail."""

import re
from urllib.parse import quote

import pytest
from django.urls import URLResolver, get_resolver
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from books.models import BookIndexPage
from tests.hostile.examples import EXAMPLES, assert_safe, assert_survived, text_of, undone
from tests.hostile.parameters import known_parameters
from tests.hostile.values import one_in, texts

pytestmark = pytest.mark.slow
NAME = re.compile(r"<(?:input|select|textarea)[^>]* name=\"([^\"]+)\"")
LINKED = re.compile(r"[?;](\w+)=")
LEFT_OUT = ("logout", "failwhale", "test404", ".*", "jsi18n", "<", "(")


def routes(home) -> list[str]:
    """Return the addresses below each index page, and those of the site."""
    fixed = ["search/", "search/feed/", "search/suggestions/", "search/opensearch.xml", "archive/"]
    fixed += ["archive/2026/", "archive/2026/5/", "archive/2026/5/1/", "sitemap.xml", "robots.txt"]
    found = [f"/{path}" for path in [*fixed, "sitemap-pages.xml", "theme/a3321b.css", "footnotes/"]]
    for page in Page.objects.descendant_of(home, inclusive=True).specific():
        found.append(page.url)
        for pattern in getattr(page, "get_subpage_urls", list)():
            path = str(pattern.pattern)
            path = path.replace("<int:year>", "2026").replace("<int:month>", "5")
            path = path.replace("<int:day>", "1").replace("<slug:slug>", "housing")
            found.append(page.url + path.strip("^$"))
    return sorted(set(found))


def admin_lists(root: int) -> list[str]:
    """Return the addresses of all admin views that need no more than a key."""
    fixed = [f"pages/{root}/", f"pages/{root}/results/", f"pages/{root}/history/"]
    fixed += [f"pages/{root}/usage/", f"pages/{root}/edit/", f"choose-page/{root}/"]
    fixed += [f"api/main/pages/{root}/", "bulk/wagtailcore/page/delete/"]
    fixed += [f"catalogue/{BookIndexPage.objects.first().pk}/", f"reviews/{root}/"]
    paths = [path for path in paths_of(get_resolver()) if path.startswith("admin/")]
    return sorted({f"/{path}" for path in paths} | {f"/admin/{path}" for path in fixed})


def paths_of(resolver, prefix="") -> list[str]:
    """Return the paths of all views that need no argument."""
    found = []
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern).strip("^$")
        if isinstance(pattern, URLResolver):
            found += paths_of(pattern, path)
        elif not any(part in path for part in LEFT_OUT):
            found.append(path)
    return found


def query_strings(names: list[str]) -> st.SearchStrategy:
    """Return a strategy for query strings, some as no browser would encode them."""
    name = one_in(6, texts, st.sampled_from(names))
    encoded = texts.map(lambda text: quote(text.encode("utf-8", "replace")))
    raw = st.sampled_from(("%ED%A0%80", "%FF", "%", "%u0041", "%C0%80", "a;b", "a&b=c"))
    pair = st.tuples(name, one_in(8, raw, encoded))
    return st.lists(pair, min_size=1, max_size=5).map(
        lambda pairs: "&".join(f"{quote(n.encode('utf-8', 'replace'))}={v}" for n, v in pairs)
    )


class Requests:
    """Draws requests; the parameters are those that the forms and links of a view have."""

    def __init__(self, client, addresses: list[str]) -> None:
        self.client = client
        self.addresses = addresses
        self.known = known_parameters()
        self.queries: dict[str, st.SearchStrategy] = {}

    def draw(self, data) -> str:
        address = data.draw(st.sampled_from(self.addresses))
        if address not in self.queries:
            html = text_of(self.client.get(address))
            shown = sorted({*NAME.findall(html), *LINKED.findall(html)})
            own = query_strings(shown) if shown else query_strings(self.known)
            self.queries[address] = one_in(3, query_strings(self.known), own)
        return f"{address}?{data.draw(self.queries[address])}"


@pytest.fixture
def public(filled_tree, client):
    return Requests(client, routes(filled_tree.home))


@pytest.fixture
def lists(filled_tree, client, admin):
    return Requests(client, admin_lists(filled_tree.home.pk))


@settings(max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_public_views_survive_any_query(public, client, data):
    address = public.draw(data)
    with undone(address):
        assert_safe(assert_survived(client.get(address), address))


@settings(max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_admin_lists_survive_any_query(lists, client, data):
    address = lists.draw(data)
    with undone(address):
        assert_survived(client.get(address), address)
