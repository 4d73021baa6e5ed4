"""The dashboard begins with the pages that a user may write, each one click away."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.utils.timezone import get_current_timezone
from wagtail.models import GroupPagePermission

from core.models import PublicationSettings
from editorial import plans
from editorial.dashboard.start import new_page_choices
from editorial.templatetags.editorial_tags import future_time
from news.models import ArticleIndexPage
from tests import factories
from tests.access import member

ADD = "/admin/pages/add"


@pytest.fixture
def buttons(client):
    """Return the addresses of the buttons for a user, by their texts."""

    def find(user):
        client.force_login(user)
        page = BeautifulSoup(client.get("/admin/").content, "html.parser")
        links = page.select("nav.desk-start a")
        return {" ".join(link.get_text().split()): link["href"] for link in links}

    return find


@pytest.mark.parametrize("group", ["Contributors", "Editors", "Moderators"])
def test_one_button_for_each_type_with_one_section(buttons, client, site_tree, group):
    found = buttons(member("writer", group))
    assert found == {
        "Write an article": f"{ADD}/news/articlepage/{site_tree.section.pk}/",
        "Add an event": f"{ADD}/events/eventpage/{site_tree.calendar.pk}/",
        "Add a book": f"{ADD}/books/bookpage/{site_tree.catalogue.pk}/",
        "Write a letter": f"{ADD}/letters/letterpage/{site_tree.letters.pk}/",
    }
    for address in found.values():
        assert client.get(address).status_code == 200


def test_sections_are_buttons_where_there_are_several(buttons, site_tree):
    theory = factories.ArticleIndexPageFactory(parent=site_tree.home, title="Theory")
    found = buttons(member("writer", "Contributors"))
    assert found["Write an article in News"].endswith(f"/{site_tree.section.pk}/")
    assert found["Write an article in Theory"].endswith(f"/{theory.pk}/")
    assert "Write an article" not in found


def test_only_what_the_role_may(buttons, site_tree):
    calendar = Group.objects.create(name="Calendar")
    calendar.permissions.set(
        Group.objects.get(name="Editors").permissions.filter(codename="access_admin")
    )
    user = member("host", "Calendar")
    assert not buttons(user)
    permission = GroupPagePermission.objects.filter(permission__codename="add_page").first()
    GroupPagePermission.objects.create(
        group=calendar, page=site_tree.calendar, permission=permission.permission
    )
    assert list(buttons(member("hostess", "Calendar"))) == ["Add an event"]


def test_sections_take_the_same_number_of_queries(site_tree, django_assert_max_num_queries):
    for number in range(20):
        factories.ArticleIndexPageFactory(parent=site_tree.home, title=f"Section {number}")
    request = RequestFactory().get("/admin/")
    request.user = member("writer", "Contributors")
    with django_assert_max_num_queries(12):
        choices = new_page_choices(request)
    assert len(choices[0].sections) == ArticleIndexPage.objects.count()


def test_admin_has_the_name_of_the_publication(client, site_tree, editor):
    settings = PublicationSettings.for_site(site_tree.home.get_site())
    settings.name = "The <i>Quay</i>"
    settings.save()
    client.force_login(editor)
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    assert page.h1.get_text().strip() == settings.name
    assert page.title.get_text().endswith(f"- {settings.name}")
    assert "Wagtail" not in page.main.get_text()
    client.logout()
    signing_in = client.get("/admin/login/", follow=True).content.decode()
    assert "The &lt;i&gt;Quay&lt;/i&gt;</title>" in signing_in


def test_future_times_are_in_words(monkeypatch):
    zone = get_current_timezone()
    today = datetime(2026, 11, 29, 12, tzinfo=zone)
    monkeypatch.setattr(plans, "now", lambda: today)
    assert future_time(datetime(2026, 12, 1, 9, tzinfo=zone)) == "Tue 1 Dec, 9.00am"
    assert future_time(datetime(2027, 1, 4, 21, 30, tzinfo=zone)) == "Mon 4 Jan 2027, 9.30pm"
    assert future_time(today) == future_time(today.date()) == future_time(None) == ""
