"""What stands where on the front page."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from core.models import BasePage
from home.front_page import compose
from tests import factories
from tests.conftest import raw_body, restrict


@pytest.fixture
def news(home):
    return factories.ArticleIndexPageFactory(parent=home, title="News", slug="news")


@pytest.fixture
def articles(news):
    """Six articles, the latest first."""
    return [
        factories.ArticlePageFactory(
            parent=news, title=f"A{number}", published_at=now() - timedelta(hours=number)
        )
        for number in range(6)
    ]


def section(kind="headlines", pinned=(), count=3, source=None):
    pins = [page.pk for page in pinned]
    return kind, {"heading": "Some", "source": source, "count": count, "pinned": pins}


def titles(home, *sections):
    home.body = raw_body(*sections)
    home.save()
    home.refresh_from_db()
    return [[page.title for page in part.pages] for part in compose(home.body)]


def test_sections_fill_with_the_latest_and_repeat_nothing(home, articles):
    assert titles(home, section(count=2), section(count=3)) == [["A0", "A1"], ["A2", "A3", "A4"]]


def test_pins_come_first_and_are_not_taken_from_below(home, articles):
    shown = titles(home, section(count=2), section(count=3, pinned=[articles[0], articles[5]]))
    assert shown == [["A1", "A2"], ["A0", "A5", "A3"]]


def test_page_pinned_twice_stands_once(home, articles):
    shown = titles(
        home, section(count=1, pinned=[articles[4]]), section(count=1, pinned=[articles[4]])
    )
    assert shown == [["A4"], ["A0"]]


def test_more_pins_than_room_are_all_shown(home, articles):
    assert titles(home, section(count=1, pinned=articles[:3])) == [["A0", "A1", "A2"]]


def test_pin_that_is_not_public_leaves_its_place_to_the_next(home, articles):
    articles[0].unpublish()
    restrict(articles[1])
    assert titles(home, section(count=2, pinned=articles[:2])) == [["A2", "A3"]]


def test_section_fills_from_its_own_part_of_the_site(home, articles):
    theory = factories.ArticleIndexPageFactory(parent=home, title="Theory", slug="theory")
    factories.ArticlePageFactory(parent=theory, title="T0")
    assert titles(home, section(source=theory.pk)) == [["T0"]]


def test_section_without_pages_is_not_shown(home, get):
    assert titles(home, section()) == []
    assert "Some" not in get("/")


def test_pinned_event_leaves_when_it_is_over(home):
    calendar = factories.EventIndexPageFactory(parent=home)
    over = factories.EventPageFactory(
        parent=calendar, title="Over", start_date=localdate() - timedelta(days=3)
    )
    factories.EventPageFactory(parent=calendar, title="Next")
    assert titles(home, section("events", pinned=[over])) == [["Next"]]


def test_lead_stories_mix_types_in_one_list(home, articles):
    calendar = factories.EventIndexPageFactory(parent=home)
    event = factories.EventPageFactory(parent=calendar, title="E0")
    catalogue = factories.BookIndexPageFactory(parent=home)
    book = factories.BookPageFactory(parent=catalogue, title="B0")
    shown = titles(home, section("lead_stories", pinned=[event, book, articles[2]]))
    assert shown == [["E0", "B0", "A2"]]


def test_front_page_asks_a_constant_number_of_queries(tree, client, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(50):
        client.get("/")


def test_deleted_pin_and_source_are_left_out(home, articles):
    home.body = raw_body(section(pinned=[articles[0]], source=articles[0].get_parent().pk))
    home.save()
    BasePage.delete(articles[0].get_parent().specific)
    home.refresh_from_db()
    assert compose(home.body) == []
