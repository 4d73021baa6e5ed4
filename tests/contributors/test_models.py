"""Bylines, and the listings of contributors and topics."""

import pytest

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
