"""The admin's search finds titles that are misspelt, and nothing that the user may not see."""

import pytest
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.models import Collection

from news.models import ArticlePage
from search.typos import similar_titles
from tests import factories
from tests.access import member

TITLES = {
    1: "The quarry row tenants",
    2: "Harbour lights",
    3: "L’été à Merrow",
    4: "",
    6: "Old lighthouse",
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("quary", [1]),
        ("Harbor", [2]),
        ("harbuor ligths", [2]),
        ("harbour quarry", []),
        ("merow ete", [3]),
        ("row", []),
        ("quarry the", [1]),
        ("xylophone", []),
        ("the quarry rwo tennats", [1]),
        ("quarry tenanst", [1]),
        ("quarryrow", [1]),
        ("old light house", [6]),
        ("", []),
        ("?!", []),
        ("quarry " * 2, [1]),
        ("a b c d e f g quarry", []),
    ],
)
def test_similar_titles(query, found):
    assert similar_titles(query, TITLES) == found


@pytest.fixture
def tenants(news):
    return factories.ArticlePageFactory(parent=news, title="Quarry row tenants")


ADDRESSES = {
    "pages": "/admin/pages/search/?q=Quary+tennants",
    "articles": "/admin/articles/?q=Quary+tennants",
    "chooser": "/admin/choose-page/search/?q=Quary+tennants&page_type=",
    "pages of a type": "/admin/pages/usage/news/articlepage/?q=Quary+tennants",
    "api": "/admin/api/main/pages/?search=Quary+tennants",
}


@pytest.mark.parametrize("place", ADDRESSES)
def test_admin_search_forgives_a_typo(client, tenants, editor, place):
    client.force_login(editor)
    assert "Quarry row tenants" in client.get(ADDRESSES[place]).content.decode()


@pytest.mark.parametrize("place", ADDRESSES)
def test_drafts_of_others_stay_hidden(client, tenants, place):
    tenants.live = False
    tenants.save()
    client.force_login(member("newcomer", "Contributors"))
    html = client.get(ADDRESSES[place]).content.decode()
    assert "Quarry row tenants" not in html
    assert "Draft of another person" not in html


def test_images_are_found(client, editor):
    image = factories.SiteImageFactory(
        title="Lighthouse keeper", collection=Collection.get_first_root_node()
    )
    client.force_login(editor)
    html = client.get(reverse("wagtailimages:index") + "?q=Lighthuose").content.decode()
    assert image.title in html


def test_right_spelling_finds_what_wagtail_finds(tenants, news):
    factories.ArticlePageFactory(parent=news, title="Quary as typed")
    found = ArticlePage.objects.all().search("Quary")
    assert [page.title for page in found] == ["Quary as typed"]
    assert not ArticlePage.objects.all().search("Quarantine")
    assert not Image.objects.all().search("Nothing")


def test_correct_query_takes_no_further_query(tenants, django_assert_num_queries):
    with django_assert_num_queries(2):
        results = ArticlePage.objects.all().search("tenants")
        assert results.count() == 1
        list(results)
