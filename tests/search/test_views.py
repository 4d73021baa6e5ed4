"""What readers and editors find, whatever they type."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from search.query.parser import LONGEST_QUERY, clean_query
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
def test_reader_may_type_anything(tree, client, query):
    assert client.get(reverse("search"), {"q": query}).status_code == 200


@pytest.mark.parametrize("query", AWKWARD)
def test_editor_may_type_anything(tree, admin_client, query):
    for address in (
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_explore", args=[tree.home.pk]),
        reverse("wagtailimages:index"),
    ):
        assert admin_client.get(address, {"q": query}).status_code == 200


@given(st.text(max_size=400))
def test_clean_query_leaves_nothing_that_breaks(text):
    cleaned = clean_query(text)
    assert '"' not in cleaned
    assert "\x00" not in cleaned
    assert cleaned == cleaned.strip()
    assert len(cleaned) <= LONGEST_QUERY
    assert clean_query(cleaned) == cleaned


@pytest.mark.parametrize("query", ["quillwort", "QUILLWORT", "quillwort middle", '"quillwort"'])
def test_word_of_the_body_finds_every_type(tree, get, query):
    html = get(f"/search/?q={query}")
    for page in (tree.article, tree.event, tree.book, tree.standard):
        assert f'href="{page.url}"' in html


def test_all_words_must_be_there(tree, get):
    assert "Nothing was found" in get("/search/?q=quillwort+zeppelin")


def test_found_pages_are_counted_and_divided(tree, get):
    for number in range(25):
        factories.ArticlePageFactory(parent=tree.section, title=f"Anemone {number}")
    first = get("/search/?q=anemone")
    assert "25 results" in first
    assert "Page 1 of 2" in first
    assert "?q=anemone&amp;page=2" in first
    assert get("/search/?q=anemone&page=2").count("<article") == 5
    get("/search/?q=anemone&page=3", status=404)
    get("/search/?q=anemone&page=x", status=404)


def test_search_asks_a_constant_number_of_queries(tree, client, django_assert_max_num_queries):
    client.get("/search/?q=quillwort")
    with django_assert_max_num_queries(40):
        client.get("/search/?q=quillwort")


def test_query_is_shown_and_never_run(tree, get):
    assert "<script>alert" not in get("/search/?q=<script>alert(1)</script>")


def test_unpublished_page_is_not_found_any_more(tree, get):
    tree.article.unpublish()
    assert tree.article.url not in get("/search/?q=quillwort")


def test_machines_keep_one_page_of_the_search_and_no_words_of_strangers(tree, get):
    empty = get("/search/")
    assert '<link rel="canonical" href="http://testserver/search/">' in empty
    assert "noindex" not in empty
    for address in ("/search/?q=strike", "/search/?q=buy+pills", "/search/?type=book"):
        assert '<meta name="robots" content="noindex">' in get(address)
        assert "canonical" not in get(address)


@pytest.mark.parametrize(
    "typed",
    ["9780306406157", "978-0-306-40615-7", "978 0 306 40615 7", "0-306-40615-2", "0306406152"],
)
def test_book_is_found_by_its_isbn_however_it_is_typed(tree, get, typed):
    book = factories.BookPageFactory(parent=tree.catalogue, title="A Grammar of Knots")
    factories.edition(book, isbn="9780306406157")
    book.save()
    html = get(f"/search/?q={typed}")
    assert "A Grammar of Knots" in html
    assert f'value="{typed}"' in html
    assert "The tide" not in html[html.index("<main") :]
