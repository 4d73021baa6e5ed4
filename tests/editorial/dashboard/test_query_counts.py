"""The desk and the lists ask the database as often on a large site as on a small one."""

import pytest

from tests.crowds import PAGES, WAITING, large_site

DESK, LIST = 40, 30


@pytest.fixture(params=[(60, 30), (PAGES, WAITING)], ids=["small", "large"])
def site_of(request, news, editor):
    pages, waiting = request.param
    large_site(news, editor, pages, waiting)


@pytest.mark.usefixtures("site_of")
def test_desk_and_lists(client, moderator, editor, count):
    client.force_login(moderator)
    assert "Waiting for your review" in client.get("/admin/").content.decode()
    found = {
        address: count(address)
        for address in ("/admin/", "/admin/reviews/", "/admin/reviews/?p=2", "/admin/articles/")
    }
    found["filtered"] = count("/admin/articles/?state=public&missing=byline-missing&topic=x")
    found["searched"] = count("/admin/articles/?q=Article+17")
    client.force_login(editor)
    found["editor"] = count("/admin/")
    budgets = {name: LIST if "articles" in name else DESK for name in found}
    assert not {name: number for name, number in found.items() if number > budgets[name]}, found
    assert found["filtered"] <= LIST
