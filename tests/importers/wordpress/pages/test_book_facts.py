"""Facts about a book are read from prose."""

from decimal import Decimal
from itertools import permutations

import pytest

from importers.wordpress.pages.book_facts import read_book

PIECES = (
    "ISBN: 978-0-902869-33-2 (print)",
    "RRP: £5, €6, $7 (print)",
    "Publication date: November 2022",
    "88 pages; 178x102mm",
)
PRICES = [("GBP", "5"), ("EUR", "6"), ("USD", "7")]


def check(facts):
    assert facts.isbns == [("9780902869332", "paperback")]
    assert facts.prices == [("paperback", Decimal(amount), code) for code, amount in PRICES]
    assert (facts.date, facts.pages) == ("2022-11", 88)
    assert (facts.height_mm, facts.width_mm) == (178, 102)
    assert facts.unread == []


@pytest.mark.parametrize("between", ["", " ", "; ", " | ", "<br>", "</p>\n<p>", " – ", ",&nbsp;"])
@pytest.mark.parametrize("order", list(permutations(PIECES)))
def test_facts_are_read_in_any_order(order, between):
    facts = read_book(f"<p>A book {between.join(order)} ABOUT THE BOOK Said. CONTENTS One.</p>")
    check(facts)
    assert "A book" in facts.parts["body"]
    assert "Said." in facts.parts["body"]
    assert "One." in facts.parts["contents"]
    remaining = "".join(facts.parts.values())
    assert not any(word in remaining for word in ("ISBN", "RRP", "2022", "pages", "178", "£"))


@pytest.mark.parametrize(
    "html",
    [
        "<p>Paperback, 88 pages.</p>",
        "<p>A great book. 88 pages.</p>",
        "<ul><li>88 pp</li></ul>",
        "<p>Pages: 88</p>",
        "<p>A fine thing, extent: 88, and more</p>",
        "<p>(88 pages)</p>",
        "<h2>Details</h2>88 pages<br>In English",
    ],
)
def test_number_of_pages_is_read_outside_of_sentences(html):
    assert read_book(html).pages == 88


@pytest.mark.parametrize(
    ("html", "unread"),
    [
        ("<p>A great book with 12 pages of photos.</p>", "12 pages"),
        ("<p>The text, published in 2019 by friends, was lost.</p>", "published in 2019"),
        ("<p>With a 20x30 cm poster inside.</p>", "20x30 cm"),
        ("<p>At a price £5 no reader paid, it went.</p>", "price £5"),
        ("<p>It counts 88 pages.</p>", "88 pages"),
    ],
)
def test_fact_in_a_sentence_is_kept_and_reported(html, unread):
    facts = read_book(html)
    assert facts.parts["body"] == html
    assert (facts.pages, facts.date, facts.prices, facts.height_mm) == (None, "", [], None)
    assert [unread in message for message in facts.unread] == [True]


def test_fact_is_found_after_one_in_a_sentence():
    facts = read_book("<p>A great book with 12 pages of photos.</p><p>88 pages; 178 x 102 mm</p>")
    assert (facts.pages, facts.height_mm, facts.width_mm) == (88, 178, 102)
    assert "12 pages of photos" in facts.parts["body"]


@pytest.mark.parametrize(
    ("html", "unread"),
    [
        ("<p>ISBN: 978-0-902869-33-3</p>", "978-0-902869-33-3"),
        ("<p>Publication date: 45 November 2022</p>", "45 November 2022"),
    ],
)
def test_invalid_fact_is_kept_and_reported(html, unread):
    facts = read_book(html)
    assert facts.parts["body"] == html
    assert unread in facts.unread[0]


def test_texts_without_facts_are_not_changed():
    for html in ("", "<p>", "<p>None &amp; nothing</p>", "ISBN", "RRP:", "pages", "CONTENTS"):
        facts = read_book(html)
        assert (facts.kinds, facts.unread) == ([], [])
