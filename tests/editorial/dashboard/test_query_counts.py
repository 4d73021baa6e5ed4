"""The queries of the dashboard and the listings do not depend on the size of the site."""

import pytest

from tests.crowds import PAGES, WAITING, large_site

MAX_DASHBOARD, MAX_LISTING = 40, 30


@pytest.fixture(params=[(60, 30), (PAGES, WAITING)], ids=["small", "large"])
def site_of(request, news, editor):
    pages, waiting = request.param
    large_site(news, editor, pages, waiting)


@pytest.mark.usefixtures("site_of")
def test_dashboard_and_listings(client, moderator, editor, count):
    client.force_login(moderator)
    assert "Waiting for your review" in client.get("/admin/").content.decode()
    queries = {
        address: count(address)
        for address in ("/admin/", "/admin/reviews/", "/admin/reviews/?p=2", "/admin/articles/")
    }
    queries["filtered"] = count("/admin/articles/?state=public&missing=byline-missing&topic=x")
    queries["searched"] = count("/admin/articles/?q=Article+17")
    client.force_login(editor)
    queries["editor"] = count("/admin/")
    limits = {name: MAX_LISTING if "articles" in name else MAX_DASHBOARD for name in queries}
    assert not {name: n for name, n in queries.items() if n > limits[name]}, queries
    assert queries["filtered"] <= MAX_LISTING
