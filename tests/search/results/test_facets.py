"""By what the found is narrowed down: every number holds, every choice can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from tests import factories
from tests.search.search_helpers import choices_of, number_of, titles


@pytest.fixture
def filled(tree):
    """Harbours of all kinds, years, languages, places and people."""
    make, other = factories, factories.TopicFactory(name="Fishing")
    for number, (year, form) in enumerate([(2019, "interview"), (2019, "news"), (2023, "review")]):
        page = make.ArticlePageFactory(
            parent=tree.section,
            title=f"Harbour article {number}",
            format=form,
            published_at=datetime(year, 3, 4, 12, tzinfo=UTC),
        )
        make.assign(page, other)
        make.attribute(page, tree.person)
        make.attribute(page, tree.person, role="translator")
        page.save()
    for days in (-400, 20):
        make.EventPageFactory(
            parent=tree.calendar,
            title=f"Harbour day {days}",
            start_date=localdate() + timedelta(days=days),
            venue=make.VenueFactory(name=f"Hall {days}", town="Coldwater"),
        )
    make.BookPageFactory(
        parent=tree.catalogue, title="Harbour book", language="cy", publication_date="2019-05"
    )
    return tree


def test_each_number_is_what_a_reader_finds_behind_it(filled, get):
    html = get("/search/?q=harbour")
    choices = choices_of(html)
    assert {"Article", "Event", "Book", "Interview", "Fishing", "Ada Example", "Coldwater"} <= set(
        choices
    )
    assert {"2019", "2023", "Still to come", "Past", "Welsh"} <= set(choices)
    for words, (number, address) in choices.items():
        assert number_of(get(address)) == number, words


def test_choices_hold_together_and_are_taken_back_one_by_one(filled, get):
    address = "/search/?q=harbour"
    for words in ("Article", "2019"):
        number, address = choices_of(get(address))[words]
        assert number_of(get(address)) == number
    html = get(address)
    assert "Harbour article 0" in html
    assert "Harbour article 2" not in html
    for words, (number, further) in choices_of(html).items():
        assert number_of(get(further)) == number, words
    assert 'href="/search/?q=harbour&amp;year=2019"' in html
    assert 'href="/search/?q=harbour&amp;type=article"' in html


def test_choices_count_what_beginnings_find_too(filled, get):
    html = get("/search/?q=harbou")
    for words, (number, address) in choices_of(html).items():
        assert number_of(get(address)) == number, words


def test_choice_that_tells_nothing_apart_is_not_offered(tree, get):
    factories.ArticlePageFactory(parent=tree.section, title="Zeppelin", format="news")
    assert choices_of(get("/search/?q=zeppelin")) == {}


def test_choices_alone_list_everything(filled):
    assert "Harbour book" in titles(type="book")
    assert titles(when="coming", place="Coldwater") == ["Harbour day 20"]


@pytest.mark.parametrize(
    "made_up",
    [
        "type=x",
        "when=x",
        "year=x",
        "language=xx",
        "language=%C3%BC-",
        "person=x",
        "topic=x",
        "format=x",
    ],
)
def test_made_up_choice_finds_nothing_and_says_how_to_go_on(filled, get, made_up):
    html = get(f"/search/?q=harbour&{made_up}")
    assert "Take back a part of the choice above." in html
    assert '<a href="/search/?q=harbour">' in html


def test_sorting_keeps_the_choices(filled, get):
    html = get("/search/?q=harbour&type=article")
    assert "?q=harbour&amp;sort=date&amp;type=article" in html
    by_date = get("/search/?q=harbour&type=article&sort=date")
    order = [by_date.index(f"Harbour article {number}") for number in (2, 0)]
    assert order == sorted(order)


def test_numbers_leave_out_what_is_not_public(filled, get):
    before = choices_of(get("/search/?q=harbour"))["Article"][0]
    factories.ArticlePageFactory(parent=filled.section, title="Harbour draft", live=False)
    assert choices_of(get("/search/?q=harbour"))["Article"][0] == before
