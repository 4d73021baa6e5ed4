"""Tests for facets: each count is right, and each choice can be removed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from tests import factories
from tests.search.search_helpers import choices_of, number_of, titles


@pytest.fixture
def harbours(site_tree):
    """The site tree with entries for “harbour” of all kinds, years, languages and places."""
    make, topic = factories, factories.TopicFactory(name="Fishing")
    for number, (year, form) in enumerate([(2019, "interview"), (2019, "news"), (2023, "review")]):
        page = make.ArticlePageFactory(
            parent=site_tree.section,
            title=f"Harbour article {number}",
            format=form,
            published_at=datetime(year, 3, 4, 12, tzinfo=UTC),
        )
        make.assign(page, topic)
        make.attribute(page, site_tree.person)
        make.attribute(page, site_tree.person, role="translator")
        page.save()
    for days in (-400, 20):
        make.EventPageFactory(
            parent=site_tree.calendar,
            title=f"Harbour day {days}",
            start_date=localdate() + timedelta(days=days),
            venue=make.VenueFactory(name=f"Hall {days}", town="Coldwater"),
        )
    make.BookPageFactory(
        parent=site_tree.catalogue, title="Harbour book", language="cy", publication_date="2019-05"
    )
    return site_tree


def test_count_is_the_number_of_results_of_the_choice(harbours, get):
    html = get("/search/?q=harbour")
    choices = choices_of(html)
    assert {"Article", "Event", "Book", "Interview", "Fishing", "Ada Example", "Coldwater"} <= set(
        choices
    )
    assert {"2019", "2023", "Still to come", "Past", "Welsh"} <= set(choices)
    for label, (number, address) in choices.items():
        assert number_of(get(address)) == number, label


def test_choices_combine_and_are_removed_one_by_one(harbours, get):
    address = "/search/?q=harbour"
    for label in ("Article", "2019"):
        number, address = choices_of(get(address))[label]
        assert number_of(get(address)) == number
    html = get(address)
    assert "Harbour article 0" in html
    assert "Harbour article 2" not in html
    for label, (number, further) in choices_of(html).items():
        assert number_of(get(further)) == number, label
    assert 'href="/search/?q=harbour&amp;year=2019"' in html
    assert 'href="/search/?q=harbour&amp;type=article"' in html


def test_counts_include_matches_of_prefixes(harbours, get):
    html = get("/search/?q=harbou")
    for label, (number, address) in choices_of(html).items():
        assert number_of(get(address)) == number, label


def test_facet_that_excludes_nothing_is_not_offered(site_tree, get):
    factories.ArticlePageFactory(parent=site_tree.section, title="Zeppelin", format="news")
    assert choices_of(get("/search/?q=zeppelin")) == {}


def test_facets_work_without_a_query(harbours):
    assert "Harbour book" in titles(type="book")
    assert titles(when="coming", place="Coldwater") == ["Harbour day 20"]


@pytest.mark.parametrize(
    "invalid",
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
def test_invalid_choice_finds_nothing_and_can_be_removed(harbours, get, invalid):
    html = get(f"/search/?q=harbour&{invalid}")
    assert "Remove one of the filters above." in html
    assert '<a href="/search/?q=harbour">' in html


def test_sort_links_keep_the_facets(harbours, get):
    html = get("/search/?q=harbour&type=article")
    assert "?q=harbour&amp;sort=date&amp;type=article" in html
    by_date = get("/search/?q=harbour&type=article&sort=date")
    order = [by_date.index(f"Harbour article {number}") for number in (2, 0)]
    assert order == sorted(order)


def test_counts_exclude_drafts(harbours, get):
    before = choices_of(get("/search/?q=harbour"))["Article"][0]
    factories.ArticlePageFactory(parent=harbours.section, title="Harbour draft", live=False)
    assert choices_of(get("/search/?q=harbour"))["Article"][0] == before
