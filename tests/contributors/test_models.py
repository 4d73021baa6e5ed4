"""Bylines, and the listings of contributors and topics."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils.timezone import localdate

from contributors.byline import byline, credit_line
from contributors.models import Contributor
from tests import factories


class Person:
    def __init__(self, name):
        self.name = name


@pytest.mark.parametrize(
    ("contributions", "sentence"),
    [
        ([], ""),
        ([("author", "A")], "By A"),
        ([("author", "A"), ("author", "B")], "By A and B"),
        ([("author", "A"), ("author", "B"), ("author", "C")], "By A, B and C"),
        ([("translator", "C"), ("author", "A")], "By A, translated by C"),
        (
            [("interviewer", "A"), ("interviewee", "B"), ("translator", "C")],
            "Interview by A with B, translated by C",
        ),
        ([("editor", "A")], "Edited by A"),
        ([("interviewee", "B")], "Interview with B"),
        ([("author", "A"), ("photographer", "B")], "By A, photographs by B"),
    ],
)
def test_byline(contributions, sentence):
    parts = byline((role, Person(name)) for role, name in contributions)
    assert credit_line(parts) == sentence


@pytest.mark.django_db
def test_slug_is_unique_and_derived_from_the_name():
    make = Contributor.objects.create
    slugs = [make(name=name).slug for name in ("Amílcar Example", "Amilcar Example", "Łucja", "李")]
    assert slugs == ["amilcar-example", "amilcar-example-2", "lucja", "li"]
    assert make(name="!!!").slug == "contributor"
    assert make(name="!!!").slug == "contributor-2"
    assert make(name="Amilcar", slug="amilcar").slug == "amilcar"


def test_contributor_page_lists_pages_of_every_type(site_tree, get):
    html = get(site_tree.person.get_url())
    for page in (site_tree.article, site_tree.sequel, site_tree.event, site_tree.book):
        assert f'href="{page.url}"' in html
    assert site_tree.standard.url in html  # the menu
    assert "Ada Example" in get(site_tree.people.url)
    assert get(site_tree.topic.get_url()).count("<article") == 4


def headings(html):
    """Return the groups of a page, each with the titles of its pages."""
    sections = BeautifulSoup(html, "html.parser").select("section:has(.listing)")
    return {
        each.h2.get_text(): [title.get_text(strip=True) for title in each.select(".card__title")]
        for each in sections
    }


def test_pages_of_a_contributor_are_grouped_by_type(site_tree, get):
    """What is still to come stands first, with the next event on top."""
    site_tree.event.delete()
    make = factories.EventPageFactory
    days = {"Later": 9, "Next": 2, "Last week": -7, "Last year": -365}
    for title, number in days.items():
        day = localdate() + timedelta(days=number)
        event = make(parent=site_tree.calendar, title=title, start_date=day)
        factories.attribute(event, site_tree.person, role="speaker")
    factories.attribute(site_tree.standard, site_tree.person)
    groups = headings(get(site_tree.person.get_url()))
    assert list(groups) == ["Coming events", "Articles", "Books", "Past events", "Other pages"]
    assert groups["Coming events"] == ["Next", "Later"]
    assert groups["Past events"] == ["Last week", "Last year"]
    assert groups["Books"] == ["The tide"]
    assert groups["Other pages"] == ["Privacy policy"]


def test_long_group_leads_to_all_its_pages(site_tree, get):
    for number in range(22):
        article = factories.ArticlePageFactory(parent=site_tree.section, title=f"Part {number}")
        factories.attribute(article, site_tree.person)
    url = site_tree.person.get_url()
    html = get(url)
    assert len(headings(html)["Articles"]) == 10
    assert 'href="?kind=articles"' in html
    assert 'href="?kind=books"' not in html
    first, second = get(f"{url}?kind=articles"), get(f"{url}?kind=articles&page=2")
    assert (first.count("<article"), second.count("<article")) == (20, 4)
    assert 'href="?kind=articles&amp;page=2"' in first
    assert f'<a href="{url}">Ada Example</a>' in first
    assert site_tree.book.url not in first + second
    get(f"{url}?kind=nonsense", 404)


def test_pages_of_one_type_are_paginated_at_once(site_tree, get):
    person = factories.ContributorFactory(name="Emlyn Example")
    for number in range(22):
        article = factories.ArticlePageFactory(parent=site_tree.section, title=f"Part {number}")
        factories.attribute(article, person)
    assert len(headings(get(person.get_url()))["Articles"]) == 20
    assert len(headings(get(f"{person.get_url()}?page=2"))["Articles"]) == 2


def test_contributors_are_listed_by_family_name(site_tree, get):
    site_tree.person.portrait = site_tree.image
    site_tree.person.save()
    group = factories.ContributorFactory(name="The Quay Group", kind="collective")
    names = ("Zoe Álvarez", "Abel Zamora", "Cher")
    people = [factories.ContributorFactory(name=name) for name in names]
    factories.attribute(site_tree.article, group, *people)
    hidden = factories.ContributorFactory(name="Hidden Name")
    factories.attribute(factories.ArticlePageFactory(parent=site_tree.section, live=False), hidden)
    page = BeautifulSoup(get(site_tree.people.url), "html.parser")
    groups = {
        each.h2.get_text(): [name.get_text() for name in each.select(".directory__name")]
        for each in page.select("main section")
    }
    assert groups == {
        "A": ["Zoe Álvarez"],
        "C": ["Cher"],
        "E": ["Ada Example"],
        "Q": ["The Quay Group"],
        "Z": ["Abel Zamora"],
    }
    assert list(groups) == sorted(groups)
    assert [each.find_parent("li").get_text(strip=True) for each in page.select("main img")] == [
        "Ada Example4"
    ]


def test_topics_are_listed_by_kind_with_the_number_of_visible_pages(site_tree, get):
    town = factories.TopicFactory(name="Merrow Bay", kind="place")
    hidden = factories.ArticlePageFactory(parent=site_tree.section, live=False)
    factories.assign(hidden, town, site_tree.topic)
    factories.assign(site_tree.article, town)
    page = BeautifulSoup(get(site_tree.topics.url), "html.parser")
    groups = {
        each.h2.get_text(): " ".join(each.ul.get_text(" ", strip=True).split())
        for each in page.select("main section")
    }
    assert groups == {"Subjects": "Housing 4", "Places": "Merrow Bay 1"}


def test_page_with_two_roles_is_listed_once(site_tree, get):
    factories.attribute(site_tree.article, site_tree.person, role="translator")
    assert get(site_tree.person.get_url()).count("<article") == 4
    assert get(site_tree.people.url).count("Ada Example") == 1


def test_feed_entries_have_title_url_and_author(site_tree, get):
    for url in ("/feed/", "/news/feed/", site_tree.person.get_url() + "feed/"):
        feed = get(url)
        assert "<title>The strike</title>" in feed
        assert f'href="http://testserver{site_tree.article.url}"' in feed
        assert "Ada Example" in feed


def test_pages_link_to_their_feeds(site_tree, get):
    assert 'href="/news/feed/"' in get(site_tree.section.url)
    assert 'href="/feed/"' in get("/")
    assert f'href="{site_tree.person.get_url()}feed/"' in get(site_tree.person.get_url())


def test_links_of_a_contributor(site_tree, get):
    link = {"type": "address", "value": {"label": "Own site", "url": "https://ada.example/"}}
    site_tree.person.links = [link]
    site_tree.person.save()
    html = get(site_tree.person.get_url())
    assert '<a rel="me noopener" href="https://ada.example/">Own site</a>' in html
