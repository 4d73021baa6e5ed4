"""Test a real front page of January 2023: enter its data, and find it in the right order."""

import json
from datetime import date, time, timedelta

import html5lib
import pytest
from django.utils.timezone import localdate, now

from contributors.models import Contributor
from core.models import PublicationSettings
from home.models import StandardPage
from site_config.settings.environment import PROJECT
from tests import factories
from tests.site_tree import raw_body

REFERENCE = json.loads(
    (PROJECT / "tests/data/reference_front_page.json").read_text(encoding="utf-8")
)


def person(name):
    found = Contributor.objects.filter(name=name).first()
    return found or factories.ContributorFactory(name=name)


def create_draft(parent, factory, item, **fields):
    """Create a page as a draft, and add its contributors."""
    page = factory(parent=parent, title=item["title"], live=False, **fields)
    if item.get("byline", "").startswith("By "):
        factories.attribute(page, person(item["byline"].removeprefix("By ")))
    for role in ("interviewer", "interviewee"):
        if role in item:
            factories.attribute(page, person(item[role]), role=role)
    page.refresh_from_db()
    return page


def enter_article(parent, item, number):
    moment = now() - timedelta(hours=number)
    source = item.get("source", "")
    make = factories.ArticlePageFactory
    return create_draft(parent, make, item, published_at=moment, source_publication=source)


def enter_event(parent, item, number):
    fields = {key: item[key] for key in ("second_title", "second_title_language") if key in item}
    hours = {
        key: time.fromisoformat(item[key]) for key in ("start_time", "end_time") if key in item
    }
    day = localdate() + timedelta(days=7 + number)
    page = create_draft(parent, factories.EventPageFactory, item, start_date=day, **fields, **hours)
    if "organiser" in item:
        factories.host(page, item["organiser"])
    return page


def enter_book(parent, item, number):
    earlier = date(2022, 6, 1) - timedelta(days=number)
    published = item.get("published", earlier.isoformat())
    page = create_draft(parent, factories.BookPageFactory, item, publication_date=published)
    for fields in item.get("formats", []):
        factories.edition(page, **fields)
    return page


@pytest.fixture
def front_page(home, site):
    """Create the reference front page; return the pages by the title of their item."""
    make = factories
    sources = {
        "lead_stories": make.ArticleIndexPageFactory(parent=home, title="News", slug="news"),
        "features": make.ArticleIndexPageFactory(parent=home, title="Theory", slug="theory"),
        "events": make.EventIndexPageFactory(parent=home, title="Events", slug="events"),
        "books": make.BookIndexPageFactory(parent=home, title="Books", slug="books"),
    }
    sources["headlines"] = sources["lead_stories"]
    factories.ContributorIndexPageFactory(parent=home, title="People", slug="people")
    enter = {"events": enter_event, "books": enter_book}
    body, pages, number = [], {}, 0
    for section in REFERENCE["sections"]:
        kind = section["kind"]
        value = {"heading": section["heading"]}
        if kind == "video":
            url = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
            value["video"] = {"url": url, "title": section["title"], "poster": None, "caption": ""}
        if "items" in section:
            value |= {"source": sources[kind].pk, "count": len(section["items"]), "pinned": []}
            for item in section["items"]:
                number += 1
                page = enter.get(kind, enter_article)(sources[kind], item, number)
                page.save_revision().publish()
                pages[item["title"]] = page
        body.append((kind, value))
    home.body = raw_body(*body)
    home.save_revision().publish()
    privacy = StandardPage(title=REFERENCE["footer"][0], slug="privacy")
    home.add_child(instance=privacy)
    PublicationSettings.objects.create(
        site=site,
        name="The Reference",
        statement=f"<p>{REFERENCE['statement']}</p>",
        footer_links=raw_body(("page", {"page": privacy.pk, "label": ""})),
    )
    return pages


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def test_front_page_displays_each_fact_in_its_section(front_page, get):
    document = html5lib.parse(get("/"), namespaceHTMLElements=False)
    sections = document.findall(".//main//section")
    assert [text_of(section.find("h2")) for section in sections] == [
        section["heading"] for section in REFERENCE["sections"]
    ]
    for section, expected in zip(sections, REFERENCE["sections"], strict=True):
        cards = section.findall(".//article")
        titles = [text_of(card.find(".//h3")) for card in cards]
        assert titles == [
            " – ".join(filter(None, [item["title"], item.get("second_title")]))
            for item in expected.get("items", [])
        ]
        for card, item in zip(cards, expected.get("items", []), strict=True):
            facts = [*item.get("shows", []), item.get("byline", ""), item.get("hours", "")]
            facts += [f"Organised by {item['organiser']}"] if "organiser" in item else []
            facts += [f"First published in {item['source']}"] if "source" in item else []
            for fact in facts:
                assert fact in text_of(card)
    texts = {
        expected["kind"]: text_of(section)
        for section, expected in zip(sections, REFERENCE["sections"], strict=True)
    }
    assert REFERENCE["statement"] in texts["statement"]
    assert REFERENCE["sections"][2]["title"] in texts["video"]
    assert REFERENCE["footer"][0] in text_of(document.find(".//footer"))


def test_second_title_has_a_lang_attribute(front_page, get):
    assert 'lang="cy">Cynhadledd Argyfwng Tai Cymru</span>' in get("/")


def test_each_title_links_to_its_page(front_page, get):
    document = html5lib.parse(get("/"), namespaceHTMLElements=False)
    links = {
        text_of(link).split(" – Cyn")[0]: link.get("href")
        for link in document.findall(".//main//h3/a")
    }
    assert set(links) == set(front_page)
    for title, address in links.items():
        assert text_of(
            html5lib.parse(get(address), namespaceHTMLElements=False).find(".//h1")
        ).startswith(title)
