"""The handbook in the admin: every link and picture exists, and it opens at the right chapter."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from editorial import handbook
from tests import factories
from tests.access import member
from tests.addresses import close


@pytest.fixture
def reader(client, db):
    client.force_login(member("writer", "Contributors"))
    return client


@pytest.mark.parametrize("chapter", [file.stem for file in settings.HANDBOOK_FOLDER.glob("*.md")])
def test_every_link_and_picture_leads_somewhere(reader, chapter):
    response = reader.get(reverse("handbook_chapter", args=[chapter]))
    text = BeautifulSoup(response.content, "html.parser").find("article")
    assert text.find(["p", "table"])
    for link in text.find_all("a", href=True):
        address, _, anchor = link["href"].partition("#")
        if re.match("https?:|mailto:", address):
            continue
        assert not address or address.startswith("/admin/handbook/"), link
        target = reader.get(address) if address else response
        assert target.status_code == 200, link
        if anchor:
            page = BeautifulSoup(target.content, "html.parser")
            assert page.find(id=anchor), link
    for picture in text.find_all("img"):
        assert picture["alt"]
        sent = reader.get(picture["src"])
        assert sent.headers["Content-Type"] == "image/webp"
        close(sent)


def test_chapters_of_the_navigation_exist(reader):
    html = reader.get(reverse("handbook_chapter", args=["editors"])).content.decode()
    page = BeautifulSoup(html, "html.parser")
    assert page.h1.get_text().strip() == "For editors"
    links = page.select(".handbook__chapters a")
    assert len(links) == len(handbook.CHAPTERS)
    for link in links:
        assert reader.get(link["href"]).status_code == 200


@pytest.mark.parametrize("name", ["nothing", "pictures", "README"])
def test_other_files_are_not_sent(reader, name):
    assert reader.get(f"/admin/handbook/{name}/").status_code == 404
    assert reader.get(f"/admin/handbook/pictures/{name}.webp").status_code == 404


def test_help_opens_at_the_chapter_about_where_one_is(client, site_tree, moderator):
    client.force_login(moderator)
    expected = {
        "/admin/": "editors",
        reverse("wagtailadmin_pages:edit", args=[site_tree.article.pk]): "editors",
        reverse("wagtailadmin_pages:edit", args=[site_tree.event.pk]): "events",
        reverse("wagtailadmin_pages:history", args=[site_tree.book.pk]): "books",
        reverse(
            "wagtailadmin_pages:add", args=["books", "bookpage", site_tree.catalogue.pk]
        ): "books",
        reverse("waiting"): "moderators",
        reverse("events:index"): "events",
        reverse("import_list"): "importing",
        "/admin/pages/99999999999999999999999/edit/": "editors",
        "nonsense": "editors",
    }
    for address, chapter in expected.items():
        response = client.get(f"{reverse('handbook')}?{urlencode({'about': address})}")
        assert response.headers["Location"] == reverse("handbook_chapter", args=[chapter]), address


def test_help_does_not_tell_the_type_of_a_hidden_draft(reader, site_tree):
    draft = factories.EventPageFactory(parent=site_tree.calendar, title="Secret", live=False)
    address = urlencode({"about": f"/admin/pages/{draft.pk}/edit/"})
    response = reader.get(f"{reverse('handbook')}?{address}")
    assert response.headers["Location"] == reverse("handbook_chapter", args=["editors"])


def test_help_menu_leads_to_the_handbook_alone(reader):
    html = reader.get("/admin/articles/").content.decode()
    assert f"{reverse('handbook')}?about=%2Fadmin%2Farticles%2F" in html
    assert "guide.wagtail.org" not in html
