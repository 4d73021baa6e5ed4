"""Choosers of pages: links begin with the sections, articles with the list of series."""

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Page, Site

from editorial.page_chooser import SectionBrowseView
from news.models import ArticlePage
from tests import factories
from tests.access import member
from tests.editing import add_address

ADDRESS = reverse("wagtailadmin_choose_page")


def titles(response):
    html = BeautifulSoup(response.json()["html"], "html.parser")
    return [each.get_text(strip=True) for each in html.select("td.title .title-wrapper")]


def test_links_begin_with_the_sections(client, site_tree, editor):
    client.force_login(editor)
    found = titles(client.get(ADDRESS))
    assert found[0] == site_tree.home.title  # above its children
    assert site_tree.section.title in found
    below = reverse("wagtailadmin_choose_page_child", args=[site_tree.home.pk])
    assert titles(client.get(below)) == found


def test_several_sites_begin_with_the_root(client, site_tree, editor):
    other = Page.get_first_root_node().add_child(instance=Page(title="Other", slug="other"))
    Site.objects.create(hostname="other.example", root_page=other)
    client.force_login(editor)
    assert "Other" in titles(client.get(ADDRESS))


def test_other_choosers_are_wagtails(rf, client, site_tree, editor):
    """The parent is given, or the pages have a type."""
    for arguments, query in (
        ((site_tree.section.pk,), {}),
        ((), {"page_type": "news.articlepage"}),
    ):
        answers = []
        for view in (SectionBrowseView, BrowseView):
            request = rf.get(ADDRESS, query)
            request.user = editor
            answers.append(view.as_view()(request, *arguments).content)
        assert answers[0] == answers[1]


def test_series_of_others_are_listed_once_they_are_public(client, site_tree):
    writer = member("newcomer", "Contributors")
    draft = factories.SeriesPageFactory(parent=site_tree.home, title="Secret", live=False)
    factories.SeriesPageFactory(parent=site_tree.home, title="Mine", live=False, owner=writer)
    client.force_login(writer)
    form = BeautifulSoup(
        client.get(add_address(ArticlePage, site_tree.section)).content, "html.parser"
    )
    options = [each.get_text() for each in form.select("[name=series] option")]
    assert options == ["---------", *sorted([site_tree.series.title, "Mine"])]
    form = client.get(add_address(ArticlePage, site_tree.section)).context["form"]
    assert not form.fields["series"].queryset.filter(pk=draft.pk).exists()
