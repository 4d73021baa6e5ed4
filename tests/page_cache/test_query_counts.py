"""Maximum numbers of queries per page, with the page cache disabled."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

BUDGETS = {
    "/": 30,
    "article": 20,
    "section": 25,
    "topic": 27,
    "person": 27,
    "event": 25,
    "calendar": 25,
    "book": 25,
    "/archive/": 25,
}


def url_of(site_tree, page):
    if page.startswith("/"):
        return page
    target = getattr(site_tree, page)
    return target.url if hasattr(target, "url") else target.get_url()


@pytest.mark.parametrize("page", BUDGETS)
def test_page_stays_within_its_budget(site_tree, client, page):
    path = url_of(site_tree, page)
    assert client.get(path).status_code == 200  # generates the renditions
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) <= BUDGETS[page], "\n".join(each["sql"][:150] for each in queries)


def test_documents_of_a_body_take_one_query(site_tree, client):
    numbers = []
    for count in (1, 8):
        document = factories.SiteDocumentFactory()
        site_tree.article.body = [("document", {"document": document, "title": ""})] * count
        site_tree.article.save()
        client.get(site_tree.article.url)
        with CaptureQueriesContext(connection) as queries:
            assert document.title in client.get(site_tree.article.url).text
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
