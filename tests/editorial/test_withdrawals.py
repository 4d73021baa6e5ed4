"""Readers of a page that was withdrawn are told why."""

import pytest
from django.urls import reverse

from editorial.models import Withdrawal
from tests.access import restrict


@pytest.fixture
def withdraw(site_tree, moderator, client):
    """Return a function that unpublishes the article as a moderator does."""

    def unpublish(reason=""):
        client.force_login(moderator)
        url = reverse("wagtailadmin_pages:unpublish", args=[site_tree.article.pk])
        assert 'name="reason"' in client.get(url).content.decode()
        client.post(url, {"reason": reason})
        client.logout()
        return client.get(site_tree.article.url)

    return unpublish


def test_reason_and_date_are_displayed(withdraw, site_tree):
    response = withdraw("The source has <b>retracted</b> the figures.")
    html = response.content.decode()
    assert response.status_code == 410
    assert "The source has &lt;b&gt;retracted&lt;/b&gt; the figures." in html
    assert "Withdrawn on" in html
    assert "noindex" in html
    assert site_tree.article.title in html


def test_page_without_a_reason_does_not_exist(withdraw):
    assert withdraw(" \0 ").status_code == 404


def test_republished_page_has_no_reason(withdraw, site_tree, client):
    withdraw("It was wrong.")
    site_tree.article.refresh_from_db()
    site_tree.article.save_revision().publish()
    assert client.get(site_tree.article.url).status_code == 200
    site_tree.article.refresh_from_db()
    site_tree.article.unpublish()
    assert client.get(site_tree.article.url).status_code == 404
    assert not Withdrawal.objects.exists()


def test_reason_is_for_those_who_could_read_the_page(withdraw, site_tree):
    restrict(site_tree.section)
    assert withdraw("It was wrong.").status_code in (302, 404)


def test_long_reason_is_cut(withdraw):
    assert "x" * 500 in withdraw("x" * 2000).content.decode()


def test_redirect_leads_on_instead(withdraw, site_tree, site, client):
    site.redirects.create(old_path=site_tree.article.url.rstrip("/"), redirect_link="/events/")
    assert withdraw("It was wrong.").status_code == 301


@pytest.mark.parametrize("path", ["/nothing/", "/%00/", "/news/%00/"])
def test_other_urls_are_not_found(site_tree, client, path):
    assert client.get(path).status_code == 404
