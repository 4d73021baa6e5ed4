"""How many questions a page may ask of the database, with nothing kept and nothing remembered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

BUDGETS = {
    "/": 30,
    "article": 20,
    "section": 25,
    "topic": 25,
    "person": 25,
    "event": 25,
    "calendar": 25,
    "book": 25,
    "/archive/": 25,
}


def address(site_tree, page):
    if page.startswith("/"):
        return page
    found = getattr(site_tree, page)
    return found.url if hasattr(found, "url") else found.get_url()


@pytest.mark.parametrize("page", BUDGETS)
def test_page_keeps_within_its_budget(site_tree, client, page):
    path = address(site_tree, page)
    assert client.get(path).status_code == 200  # draws the pictures
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) <= BUDGETS[page], "\n".join(each["sql"][:150] for each in queries)


def test_files_of_a_text_are_asked_for_together(site_tree, client):
    numbers = []
    for count in (1, 8):
        file = factories.SiteDocumentFactory()
        site_tree.article.body = [("document", {"document": file, "title": ""})] * count
        site_tree.article.save()
        client.get(site_tree.article.url)
        with CaptureQueriesContext(connection) as queries:
            assert file.title in client.get(site_tree.article.url).text
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
