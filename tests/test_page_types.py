"""Every page type exists in the site tree, answers, is valid HTML and has one h1."""

import pytest
from django.apps import apps
from django.template.loader import render_to_string
from wagtail.coreutils import camelcase_to_underscore
from wagtail.models import Page, ReferenceIndex, get_page_models

from core.models import BasePage
from tests import factories
from tests.html import assert_valid, links_of

FIRST_PARTY = {config.name for config in apps.get_app_configs() if "." not in config.name}


def page_types():
    return [model for model in get_page_models() if model is not Page]


def test_tree_has_a_page_of_every_type(site_tree):
    assert {type(page) for page in site_tree.pages} == set(page_types())


@pytest.mark.parametrize("model", page_types(), ids=lambda model: model.__name__)
def test_page_type_follows_the_conventions(model):
    assert issubclass(model, BasePage)
    template = f"{model._meta.app_label}/{camelcase_to_underscore(model.__name__)}.html"
    assert model.template == template, "Wagtail's own rule finds the template"
    assert model.__doc__
    assert model.subpage_types is not None
    assert model.get_page_description(), "Editors choose between the types"


def test_every_page_is_valid_html(site_tree, get):
    for page in site_tree.pages:
        assert_valid(get(page.url))


def test_other_views_are_valid_html(site_tree, get):
    for address in [
        "/search/",
        "/search/?q=strike",
        "/search/?q=nowhere",
        "/events/past/",
        site_tree.person.get_url(),
        site_tree.topic.get_url(),
    ]:
        assert_valid(get(address))
    assert_valid(get("/no-such-page/", status=404))
    assert_valid(render_to_string("500.html"))


def test_empty_pages_are_valid_html(home, get):
    for model in (
        factories.ArticleIndexPageFactory,
        factories.EventIndexPageFactory,
        factories.BookIndexPageFactory,
        factories.ContributorIndexPageFactory,
        factories.TopicIndexPageFactory,
        factories.CorrectionsPageFactory,
        factories.FormatIndexPageFactory,
    ):
        assert_valid(get(model(parent=home).url))
    assert_valid(get(home.url))


def test_bare_pages_are_valid_html(home, get):
    long = "A title of two hundred characters " * 6
    index = factories.ArticleIndexPageFactory(parent=home)
    assert_valid(get(factories.ArticlePageFactory(parent=index, title=long, standfirst="").url))
    calendar = factories.EventIndexPageFactory(parent=home)
    event = factories.EventPageFactory(parent=calendar, title=long)
    type(event).objects.update(start_date=None)  # as a draft may be
    assert_valid(get(event.url))
    catalogue = factories.BookIndexPageFactory(parent=home)
    assert_valid(get(factories.BookPageFactory(parent=catalogue, title=long).url))


def test_links_of_every_page_lead_somewhere(site_tree, get):
    pages = [page.url for page in site_tree.pages]
    for link in set().union(*(links_of(get(address)) for address in pages)):
        get(link)


def test_no_page_beside_the_front_page(site_tree):
    root = Page.objects.get(depth=1)
    for model in page_types():
        if model.__name__ != "HomePage":
            assert not model.can_create_at(root)
            assert not model.can_create_at(site_tree.article)


def test_reader_gets_no_cookie_and_a_strict_policy(site_tree, client):
    for page in site_tree.pages:
        response = client.get(page.url)
        assert not response.cookies
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert "camera=()" in response.headers["Permissions-Policy"]


def test_template_and_query_count_do_not_grow(site_tree, client, django_assert_max_num_queries):
    def queries(address):
        with django_assert_max_num_queries(60) as captured:
            client.get(address)
        return len(captured)

    for page in (site_tree.article, site_tree.event, site_tree.book):
        ReferenceIndex.create_or_update_for_object(page)  # The podcast consults it.
    other = factories.EventPageFactory(parent=site_tree.calendar, lead_image=site_tree.image)
    factories.host(
        factories.attribute(factories.assign(other, site_tree.topic), site_tree.person), "Other"
    )
    book = factories.BookPageFactory(parent=site_tree.catalogue, lead_image=site_tree.image)
    factories.attribute(factories.assign(book, site_tree.topic), site_tree.person)
    factories.edition(book, {"GBP": "5"})
    addresses = [page.url for page in site_tree.pages] + [
        "/search/?q=body",
        site_tree.person.get_url(),
    ]
    for address in addresses:
        client.get(address)  # makes the renditions
    few = {address: queries(address) for address in addresses}
    for page in (site_tree.article, site_tree.event, site_tree.book):
        make = factories
        make.attribute(page, *(make.ContributorFactory() for _ in range(5)))
        make.assign(page, *(make.TopicFactory() for _ in range(5)))
    factories.host(site_tree.event, "One", "Two", "Three")
    for kind in ("epub", "hardback", "audiobook"):
        factories.edition(site_tree.book, {"GBP": "5", "EUR": "6"}, kind=kind)
    for number in range(12):
        image = site_tree.image
        filled = {"lead_image": image, "body": site_tree.article.body}
        make = factories
        article = make.ArticlePageFactory(parent=site_tree.section, **filled)
        event = make.EventPageFactory(parent=site_tree.calendar, **filled)
        book = make.BookPageFactory(parent=site_tree.catalogue, **filled)
        for page in (article, event, book):
            make.attribute(page, make.ContributorFactory(), site_tree.person)
            make.assign(page, site_tree.topic)
        make.host(event, f"Organiser {number}")
        make.edition(book, {"GBP": "5"})
    many = {address: queries(address) for address in addresses}
    grown = {
        address: (few[address], many[address])
        for address in addresses
        if many[address] > few[address]
    }
    assert not grown
