"""Appeals: their buttons and goals, and what no form would have stored."""

import pytest
from bs4 import BeautifulSoup

from core.models import PublicationSettings
from tests import factories
from tests.access import restrict
from tests.site_tree import EVERY_BLOCK, raw_body

APPEAL = dict(EVERY_BLOCK)["appeal"]


@pytest.fixture
def appeal_of(site_tree, client):
    """Place an appeal at the end of every page, and return it as a reader gets it."""

    def place(**values):
        PublicationSettings.objects.update(appeal=raw_body(("appeal", APPEAL | values)))
        response = client.get(site_tree.standard.url)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser").select_one(".site-appeal .appeal")

    return place


def hrefs(appeal):
    return [link["href"] for link in appeal.select("a")] if appeal else []


def test_goal_is_in_words_and_in_a_bar(appeal_of):
    appeal = appeal_of()
    assert appeal.select_one(".appeal__goal").get_text() == "£1,250 of £2,000"
    assert appeal.progress["value"] == "62"
    assert hrefs(appeal) == ["https://pay.example/5"]


def test_button_leads_to_a_visible_page_only(appeal_of, site_tree):
    form = site_tree.form
    links = [{"type": "page", "value": {"label": "Join", "page": form.pk}}]
    assert hrefs(appeal_of(links=links)) == [form.url]
    restrict(form)
    appeal = appeal_of(links=links)
    assert hrefs(appeal) == []
    assert "Join" not in appeal.get_text()
    form.delete()
    assert hrefs(appeal_of(links=links)) == []


@pytest.mark.parametrize("goal", ["NaN", "Infinity", "1e400", "abc", -5, None, [], {}, 0])
@pytest.mark.parametrize("raised", ["NaN", "-1e400", -5, None, "99999999999"])
def test_any_stored_goal_is_survived(appeal_of, goal, raised):
    bar = appeal_of(goal=goal, raised=raised).progress
    assert bar is None or 0 <= int(bar["value"]) <= 100


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "\tjavascript:x", None, 7],
)
def test_script_is_no_address(appeal_of, url):
    links = [{"type": "address", "value": {"label": "Give", "url": url}}]
    assert not [
        href for href in hrefs(appeal_of(links=links)) if "script" in href or "data" in href
    ]


@pytest.mark.parametrize("links", [None, "x", {}, [7], [{"type": "page", "value": {"page": "x"}}]])
def test_any_stored_links_are_survived(appeal_of, links):
    assert hrefs(appeal_of(links=links)) == []


def test_appeal_in_a_body_takes_no_query_for_each_button(site_tree, count):
    def article(slug, buttons):
        links = [{"type": "page", "value": {"label": "Join", "page": site_tree.form.pk}}] * buttons
        body = raw_body(("appeal", APPEAL | {"links": links}))
        page = factories.ArticlePageFactory(parent=site_tree.section, slug=slug, body=body)
        return count(page.url)

    assert article("one", 1) == article("six", 6)
