"""Corrections of the spelling: near words of the same script, also one by one."""

import pytest
from bs4 import BeautifulSoup

from search.query.filters import SearchFilters
from search.query.search import Search
from search.query.spelling import corrected_search
from tests import factories
from tests.site_tree import raw_body


@pytest.fixture
def words(site_tree):
    text = "<p>Telephone the tenants about the strike that is bringing the risen rents.</p>"
    factories.ArticlePageFactory(
        parent=site_tree.section, title="Rents", body=raw_body(("paragraph", text))
    )
    factories.ArticlePageFactory(
        parent=site_tree.section, title="Dock", body=raw_body(("paragraph", "<p>Harbour</p>"))
    )


def corrected(text):
    search = corrected_search(Search(SearchFilters(q=text)), 0)
    return search and search.filters.q


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("teneants", "tenants"),
        ("telefone", "telephone"),
        ("strkie", "strike"),
        ("xylophone", None),
        ("😀", None),
        ("😀 tenents", None),
        ("日本", None),
        ("Рисен", None),
    ],
)
def test_only_near_words_of_the_same_script(typed, expected):
    assert corrected(typed) == expected


@pytest.mark.usefixtures("words")
def test_words_without_a_common_page_are_corrected_one_by_one(get):
    page = BeautifulSoup(get("/search/?q=strkie+harbuor"), "html.parser")
    links = {link.get_text(): link["href"] for link in page.select(".empty .topics__list a")}
    assert list(links) == ["strike", "harbour"]
    assert "1 result" in get(links["harbour"])
