"""An approval computes page checks, required fields and authors once per request."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import publishing
from editorial.review import authorship
from news.models import ArticlePage
from tests.review_helpers import OVERRIDE, change, is_live, seen, submit

# About 120 of these are Wagtail's: it validates and logs each step of a workflow, and saves and
# indexes the page.
MAX_QUERIES = 185


@pytest.fixture
def approve(client, editor, moderator):
    """Change a page twice as an editor and submit it; approve it as a moderator."""

    def approve_page(page):
        change(page, editor, title="Changed once")
        change(page, editor, title="Changed twice")
        submit(page, editor)
        client.force_login(moderator)
        data = OVERRIDE | {"seen": seen(client, page)}
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("review", args=[page.pk]), data)
        assert is_live(page)
        assert ArticlePage.objects.get(pk=page.pk).title == "Changed twice"
        return len(queries)

    return approve_page


def test_approval_takes_few_queries(approve, draft_article):
    assert approve(draft_article) <= MAX_QUERIES


def test_everything_is_computed_once(approve, site_tree, monkeypatch):
    calls = Counter()

    def count(module, name):
        original = getattr(module, name)

        def counted(*args):
            calls[name] += 1
            return original(*args)

        monkeypatch.setattr(module, name, counted)

    count(publishing, "run_checks")
    count(publishing, "missing_fields")
    count(authorship, "_authors_since_live")
    article = ArticlePage.objects.get(pk=site_tree.article.pk)
    approve(article)
    # Once for the review that was displayed before, once for the approval.
    assert calls == {"run_checks": 2, "missing_fields": 2, "_authors_since_live": 2}
