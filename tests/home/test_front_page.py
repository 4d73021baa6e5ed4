"""Tests for the sections of the front page."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from core.models import BasePage, PublicationSettings
from home.front_page import compose
from tests import factories
from tests.access import restrict
from tests.site_tree import raw_body, raw_items


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


def section(kind="headlines", pinned=(), count=3, source=None, until=None, **fields):
    pins = raw_items(*({"page": page.pk, "until": until} for page in pinned))
    value = {"heading": "Some", "source": source, "count": count, "pinned": pins}
    return kind, value | fields


def titles(home, *sections):
    home.body = raw_body(*sections)
    home.save()
    home.refresh_from_db()
    return [[page.title for page in part.pages] for part in compose(home.body).sections]


def test_sections_fill_with_the_latest_without_duplicates(home, articles):
    assert titles(home, section(count=2), section(count=3)) == [["A0", "A1"], ["A2", "A3", "A4"]]


def test_pins_come_first_and_do_not_fill_sections_above(home, articles):
    shown = titles(home, section(count=2), section(count=3, pinned=[articles[0], articles[5]]))
    assert shown == [["A1", "A2"], ["A0", "A5", "A3"]]


def test_page_pinned_twice_appears_once(home, articles):
    shown = titles(
        home, section(count=1, pinned=[articles[4]]), section(count=1, pinned=[articles[4]])
    )
    assert shown == [["A4"], ["A0"]]


def test_all_pins_are_displayed_even_above_the_count(home, articles):
    assert titles(home, section(count=1, pinned=articles[:3])) == [["A0", "A1", "A2"]]


def test_pin_that_is_not_visible_is_replaced(home, articles):
    articles[0].unpublish()
    restrict(articles[1])
    assert titles(home, section(count=2, pinned=articles[:2])) == [["A2", "A3"]]


def test_section_fills_from_its_source(home, articles):
    theory = factories.ArticleIndexPageFactory(parent=home, title="Theory", slug="theory")
    factories.ArticlePageFactory(parent=theory, title="T0")
    assert titles(home, section(source=theory.pk)) == [["T0"]]


def test_section_without_pages_is_not_displayed(home, get):
    assert titles(home, section()) == []
    assert "Some" not in get("/")


def test_pinned_event_disappears_when_it_has_ended(home):
    calendar = factories.EventIndexPageFactory(parent=home)
    over = factories.EventPageFactory(
        parent=calendar, title="Over", start_date=localdate() - timedelta(days=3)
    )
    factories.EventPageFactory(parent=calendar, title="Next")
    assert titles(home, section("events", pinned=[over])) == [["Next"]]


def test_lead_stories_mix_page_types(home, articles):
    calendar = factories.EventIndexPageFactory(parent=home)
    event = factories.EventPageFactory(parent=calendar, title="E0")
    catalogue = factories.BookIndexPageFactory(parent=home)
    book = factories.BookPageFactory(parent=catalogue, title="B0")
    shown = titles(home, section("lead_stories", pinned=[event, book, articles[2]]))
    assert shown == [["E0", "B0", "A2"]]


def test_deleted_pin_and_source_are_left_out(home, articles):
    home.body = raw_body(section(pinned=[articles[0]], source=articles[0].get_parent().pk))
    home.save()
    BasePage.delete(articles[0].get_parent().specific)
    home.refresh_from_db()
    assert compose(home.body).sections == []


def test_pin_expires_after_its_last_day(home, articles):
    today = localdate()
    shown = titles(home, section(count=2, pinned=articles[4:], until=today.isoformat()))
    assert shown == [["A4", "A5"]]
    yesterday = (today - timedelta(days=1)).isoformat()
    assert titles(home, section(count=2, pinned=articles[4:], until=yesterday)) == [["A0", "A1"]]


def test_section_can_allow_duplicates(home, articles):
    pins = [articles[0]]
    shown = titles(
        home, section(count=2, pinned=pins), section(count=3, pinned=pins, repeats=True), section()
    )
    assert shown == [["A0", "A1"], ["A0", "A1", "A2"], ["A3", "A4", "A5"]]


def test_section_with_duplicates_is_not_repeated_below(home, articles):
    shown = titles(home, section(count=2, repeats=True), section(count=2))
    assert shown == [["A0", "A1"], ["A2", "A3"]]


def test_page_of_a_reading_list_fills_no_section(home, articles):
    group = {"heading": "", "pages": raw_items(articles[0].pk, articles[2].pk)}
    reading = {"heading": "To read", "groups": raw_items(group)}
    assert titles(home, section(count=2), ("reading_list", reading))[0] == ["A1", "A3"]


def test_section_fills_with_a_topic_or_format_and_links_to_it(home, articles, get):
    topic = factories.TopicFactory(name="Housing")
    factories.TopicIndexPageFactory(parent=home, title="Topics", slug="topics")
    factories.FormatIndexPageFactory(parent=home, title="Formats", slug="formats")
    factories.assign(articles[3], topic)
    articles[4].format = "interview"
    articles[4].save()
    shown = titles(home, section(topic=topic.pk), section(format="interview"))
    assert shown == [["A3"], ["A4"]]
    html = get("/")
    assert '<a href="/topics/housing/">More in Housing</a>' in html
    assert '<a href="/formats/interview/">More in Interview</a>' in html


def test_notice_expires_after_its_last_day(home, get):
    today = localdate()
    for until, is_displayed in [(None, True), (today, True), (today - timedelta(days=1), False)]:
        notice = {"heading": "", "text": "<p>We move.</p>", "until": until and until.isoformat()}
        home.body = raw_body(("notice", notice))
        home.save()
        assert ("We move." in get("/")) is is_displayed


def test_reading_list_of_the_front_page_leaves_out_drafts(home, articles, get):
    articles[1].unpublish()
    group = {"heading": "Begin here", "pages": raw_items(articles[0].pk, articles[1].pk)}
    home.body = raw_body(("reading_list", {"heading": "Dossier", "groups": raw_items(group)}))
    home.save()
    html = get("/")
    assert "Dossier" in html
    assert f'href="{articles[0].url}"' in html
    assert "A1" not in html


@pytest.mark.parametrize("number", range(1, 13))
def test_lead_stories_display_each_page_once(home, news, get, number):
    for each in range(number):
        factories.ArticlePageFactory(
            parent=news, title=f"Story {each:02}", published_at=now() - timedelta(hours=each)
        )
    home.body = raw_body(section("lead_stories", count=number))
    home.save_revision().publish()
    shown = re.findall(r"Story \d\d(?=</a>)", get("/"))
    assert shown == [f"Story {each:02}" for each in range(number)]


def test_masthead_links_to_the_support_page(home, site, get):
    support = factories.StandardPageFactory(parent=home, title="Give", slug="give")
    settings = PublicationSettings.for_site(site)
    settings.support_link = raw_body(("page", {"page": support.pk, "label": "Support us"}))
    settings.save()
    assert re.search(r'<a class="button" href="/give/">Support us</a>', get("/"))
    support.unpublish()
    assert "Support us" not in get("/")
