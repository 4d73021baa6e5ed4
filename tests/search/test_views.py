"""Tests for the search page and for unusual input."""

import pytest
from django.urls import reverse

from tests import factories

AWKWARD = [
    '"',
    '""',
    'the "strike',
    "it's",
    "\x00",
    "a\x00b",
    " ",
    "\t\n",
    "%",
    "100% %s",
    "*",
    "strike*",
    "-",
    "- -",
    "NOT",
    "AND OR NOT",
    "NEAR(a b)",
    "title:strike",
    "(",
    ")(",
    "{",
    "\\",
    "'; DROP TABLE wagtailcore_page; --",
    "&|!:*<->",
    "’‘“”",
    "ﷺ",
    "👩‍👩‍👧",
    "a" * 5000,
    "word " * 400,
]


@pytest.mark.parametrize("query", AWKWARD)
def test_reader_may_type_anything(site_tree, client, query):
    assert client.get(reverse("search"), {"q": query}).status_code == 200


@pytest.mark.parametrize("query", AWKWARD)
def test_editor_may_type_anything(site_tree, admin_client, query):
    for address in (
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_explore", args=[site_tree.home.pk]),
        reverse("wagtailimages:index"),
    ):
        assert admin_client.get(address, {"q": query}).status_code == 200


@pytest.mark.parametrize("query", ["quillwort", "QUILLWORT", "quillwort middle", '"quillwort"'])
def test_all_page_types_are_found_by_words_of_the_body(site_tree, get, query):
    html = get(f"/search/?q={query}")
    for page in (site_tree.article, site_tree.event, site_tree.book, site_tree.standard):
        assert f'href="{page.url}"' in html


def test_all_words_are_required(site_tree, get):
    assert "Nothing was found" in get("/search/?q=quillwort+zeppelin")


def test_results_are_counted_and_paginated(site_tree, get):
    for number in range(25):
        factories.ArticlePageFactory(parent=site_tree.section, title=f"Anemone {number}")
    first = get("/search/?q=anemone")
    assert "25 results" in first
    assert "Page 1 of 2" in first
    assert "?q=anemone&amp;page=2" in first
    assert get("/search/?q=anemone&page=2").count("<article") == 5
    get("/search/?q=anemone&page=3", status=404)
    get("/search/?q=anemone&page=x", status=404)


def test_search_needs_a_limited_number_of_queries(site_tree, client, django_assert_max_num_queries):
    client.get("/search/?q=quillwort")
    with django_assert_max_num_queries(40):
        client.get("/search/?q=quillwort")


def test_query_is_escaped(site_tree, get):
    assert "<script>alert" not in get("/search/?q=<script>alert(1)</script>")


def test_unpublished_page_is_not_found(site_tree, get):
    site_tree.article.unpublish()
    assert site_tree.article.url not in get("/search/?q=quillwort")


def test_only_the_empty_search_page_is_indexed(site_tree, get):
    empty = get("/search/")
    assert '<link rel="canonical" href="http://localhost/search/">' in empty
    assert "noindex" not in empty
    for address in ("/search/?q=strike", "/search/?q=buy+pills", "/search/?type=book"):
        assert '<meta name="robots" content="noindex">' in get(address)
        assert "canonical" not in get(address)


@pytest.mark.parametrize(
    "typed",
    ["9780306406157", "978-0-306-40615-7", "978 0 306 40615 7", "0-306-40615-2", "0306406152"],
)
def test_book_is_found_by_its_isbn_in_any_notation(site_tree, get, typed):
    book = factories.BookPageFactory(parent=site_tree.catalogue, title="A Grammar of Knots")
    factories.edition(book, isbn="9780306406157")
    book.save()
    html = get(f"/search/?q={typed}")
    assert "A Grammar of Knots" in html
    assert f'value="{typed}"' in html
    assert "The tide" not in html[html.index("<main") :]
