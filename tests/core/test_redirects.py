"""Redirects lead to public pages only."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from tests import factories


@pytest.fixture
def draft(home):
    return factories.ArticlePageFactory(
        parent=factories.ArticleIndexPageFactory(parent=home), slug="secret-words", live=False
    )


@pytest.mark.parametrize("old", ["/old", "/old?a=1"])
def test_redirect_does_not_tell_the_address_of_a_draft(draft, client, old):
    Redirect.objects.create(old_path=old, redirect_page=draft)
    response = client.get("/old/?a=1")
    assert response.status_code == 404
    assert "secret-words" not in str(response.headers)


def test_redirect_leads_to_a_public_page(draft, client):
    draft.save_revision().publish()
    Redirect.objects.create(old_path="/old", redirect_page=draft)
    assert client.get("/old/").url.endswith("/secret-words/")


def test_redirect_leads_to_a_url(db, client):
    Redirect.objects.create(old_path="/old", redirect_link="https://example.org/")
    assert client.get("/old/").url == "https://example.org/"
