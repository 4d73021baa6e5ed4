"""The number of queries of a page does not depend on the amount of content."""

import pytest
from django.template import base as template
from wagtail.models import Page

from contributors.models import Contribution, Contributor
from core.models import RelatedPage
from news.models import Correction
from search.index.documents import reindex
from tests import factories
from tests.crowds import analyze_tables, multiply
from tests.site_tree import EVERY_BLOCK, further_blocks, raw_body, raw_items
from topics.models import TopicAssignment

FEW, MANY = 10, 200


@pytest.fixture
def crowd(site_tree):
    """Make articles until there are so many, each with all that a card shows."""

    def grow(number):
        first = factories.ArticlePageFactory(
            parent=site_tree.section,
            title="Article 1",
            lead_image=site_tree.image,
            format="interview",
            series=site_tree.series,
        )
        keys = multiply(first, number - 1)
        for key in keys[:FEW]:
            of_this = type(first).objects.filter(pk=key)
            of_this.update(lead_image=factories.SiteImageFactory())
        others = Contributor.objects.bulk_create(
            Contributor(name=f"Writer {key}", slug=f"writer-{key}") for key in keys
        )
        Contribution.objects.bulk_create(
            Contribution(page_id=key, contributor=person)
            for key, other in zip(keys, others, strict=True)
            for person in (site_tree.person, other)
        )
        TopicAssignment.objects.bulk_create(
            TopicAssignment(page_id=key, topic=site_tree.topic) for key in keys
        )
        reindex("page", keys)
        analyze_tables()
        return list(type(first).objects.order_by("-pk")[:number])

    return grow


def long_body(site_tree, pages):
    """Return every block, some of them many times, leading to all kinds of pages."""
    pictures = [factories.SiteImageFactory() for _ in range(len(pages[:20]))]
    figures = [
        {
            "image": {"image": picture.pk, "alt_text": "Boats", "decorative": False},
            "caption": "",
            "credit": "",
        }
        for picture in pictures
    ]
    group = {"heading": "", "pages": raw_items(*(page.pk for page in pages))}
    links = [f'<p><a linktype="page" id="{page.pk}">Link</a></p>' for page in pages[:20]]
    files = [factories.SiteDocumentFactory(title=page.title) for page in pages[:20]]
    links += [f'<p><a linktype="document" id="{file.pk}">File</a></p>' for file in files]
    for link in links:
        site_tree.article.corrections.add(Correction(text=link))
    note = site_tree.article.footnotes.get()
    mark = f'<p>A claim<footnote id="{note.uuid}">[1]</footnote></p>'
    video = EVERY_BLOCK[5][1] | {"poster": pictures[0].pk}
    return raw_body(
        *EVERY_BLOCK,
        *further_blocks(site_tree)[1:],
        ("video", video),
        ("gallery", {"pictures": raw_items(*figures)}),
        ("reading_list", {"heading": "To read", "groups": raw_items(group)}),
        *(("related_page", {"page": page.pk}) for page in pages[:5]),
        *(("paragraph", link) for link in links),
        ("callout", {"title": "Links", "text": links[0]}),
        ("paragraph", mark),
    )


@pytest.mark.parametrize("number", [FEW, MANY])
def test_article_with_every_block(site_tree, crowd, count, number):
    pages = crowd(number)
    site_tree.article.body = long_body(site_tree, pages)
    site_tree.article.save()
    RelatedPage.objects.create(page=site_tree.article, related=pages[0])
    assert count(site_tree.article.url) <= 25


def filled(kind, **fields):
    value = {"heading": kind, "source": None, "count": 12, "pinned": []}
    return kind, value | fields


@pytest.mark.parametrize("number", [FEW, MANY])
def test_front_page_with_every_section(site_tree, crowd, count, number):
    pages = crowd(number)
    pins = raw_items(*({"page": page.pk, "until": None} for page in pages[:3]))
    group = {"heading": "", "pages": raw_items(*(page.pk for page in pages[:12]))}
    site_tree.home.body = raw_body(
        filled("lead_stories", source=site_tree.section.pk, pinned=pins),
        ("notice", {"heading": "", "text": "<p>We move.</p>", "until": None}),
        ("statement", {"heading": "Aims"}),
        ("video", {"heading": "To watch", "video": EVERY_BLOCK[5][1]}),
        filled("headlines", topic=site_tree.topic.pk),
        filled("features", format="interview", repeats=True),
        filled("events", source=site_tree.calendar.pk),
        filled("books", source=site_tree.catalogue.pk),
        ("reading_list", {"heading": "Dossier", "groups": raw_items(group)}),
    )
    site_tree.home.save()
    assert count("/") <= 30


@pytest.mark.parametrize("number", [FEW, MANY])
def test_corrections(site_tree, crowd, count, number):
    """Each of which leads to another page."""
    site_tree.article.corrections = [
        Correction(text=f'<p><a linktype="page" id="{page.pk}">Link</a></p>')
        for page in crowd(number)
    ]
    site_tree.article.save()
    assert count("/corrections/") <= 25
    assert count(site_tree.article.url) <= 25


@pytest.mark.parametrize("number", [FEW, MANY])
def test_lists(site_tree, crowd, count, get, number):
    crowd(number)
    assert get("/search/?q=article").count("card__title") >= FEW
    for address in (site_tree.section.url, site_tree.person.get_url(), site_tree.topic.get_url()):
        assert count(address) <= 27, address
    for address in (site_tree.people.url, site_tree.topics.url):
        assert count(address) <= 25, address
    assert count(f"{site_tree.person.get_url()}?kind=articles") <= 25
    for address in (site_tree.series.url, "/formats/interview/", "/search/?q=article"):
        assert count(address) <= 25, address


@pytest.mark.parametrize("address", ["/", "/news/", "/events/", "/books/", "/search/?q=tide"])
def test_templates_ask_pages_for_nothing_that_they_lack(site_tree, get, monkeypatch, address):
    """Django looks through all that a page has before it takes something for missing."""
    lacking = []
    monkeypatch.setattr(template, "dir", lambda each: lacking.append(each) or [], raising=False)
    get(address)
    assert not [type(each) for each in lacking if isinstance(each, Page)]
