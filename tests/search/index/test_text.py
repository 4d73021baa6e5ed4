"""Tests for normalising text and parsing queries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.text import MAX_WORD_LENGTH, normalise, parts, stem, title_key
from search.query.parser import MAX_QUERY_LENGTH, clean_query, parse


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Amílcar Cabral", "amilcar cabral"),
        ("O’Hara", "o hara ohara"),
        ("O'Hara", "o hara ohara"),
        ("anti‑capitalism", "anti capitalism anticapitalism"),
        ("soft\u00adly said", "softly said"),
        ("Łódź, Straße, Þing", "lodz strasse thing"),
        ("«Глава»", "glava"),
        ("tŷ’r-gymdeithas", "ty r gymdeithas tyrgymdeithas"),
        ("rock ’n’ roll", "rock n roll"),
        ("...", ""),
    ],
)
def test_normalise(text, words):
    assert normalise(text) == words


def test_title_key_has_no_leading_article():
    assert title_key("The Tide!") == title_key("a tide") == "tide"
    assert title_key("The") == "the"


@given(st.text(max_size=300))
def test_normalised_words_are_ascii_and_limited(text):
    for word in normalise(text).split():
        assert word.isascii()
        assert word.isalnum()
        assert len(word) <= MAX_WORD_LENGTH
        assert stem(word)
    assert parts(" ".join(parts(text))) == parts(text)


def test_query_is_parsed():
    query = parse('harbour “night shift” -ferry -"old town" author:"Ada Example" YEAR:2024 O’Hara')
    assert query.words == (("harbour",), ("o", "hara"))
    assert query.phrases == (("night", "shift"),)
    assert query.without == (("ferry",), ("old", "town"))
    assert query.fields == (("author", "Ada Example"), ("year", "2024"))


@pytest.mark.parametrize(
    "typed", ["0-306-40615-2", "9780306406157", "978 0 306 40615 7", "ISBN: 978-0-306-40615-7"]
)
def test_isbn_is_recognised_in_any_notation(typed):
    assert parse(typed).isbn == "9780306406157"


@pytest.mark.parametrize("typed", ["9780306406158", "2024", "978", "isbn", "1234567890"])
def test_other_numbers_are_words(typed):
    assert not parse(typed).isbn


def test_unclosed_phrase_and_single_minus():
    assert parse('"night shift').phrases == (("night", "shift"),)
    assert parse("- -- -").is_empty
    assert parse("anti-capitalism").without == ()


@given(st.text(max_size=400))
def test_any_text_is_parsed(text):
    query = parse(text)
    assert query.is_empty in (True, False)
    assert len(query.text) <= MAX_QUERY_LENGTH
    assert "\x00" not in query.text


@given(st.text(max_size=400))
def test_clean_query_removes_dangerous_characters(text):
    cleaned = clean_query(text)
    assert '"' not in cleaned
    assert "\x00" not in cleaned
    assert cleaned == cleaned.strip()
    assert len(cleaned) <= MAX_QUERY_LENGTH
    assert clean_query(cleaned) == cleaned
