"""A contributor proposes a topic; an editor accepts, changes or merges it before readers see it."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models.publishing import PublicationError
from editorial.merge import merge
from news.models import ArticlePage
from tests import factories
from tests.access import member
from tests.form_data import form_data
from topics.choosers import topic_chooser
from topics.models import Topic

CREATE = reverse("topic_chooser:create")


@pytest.fixture
def writer(db):
    return member("writer", "Contributors")


@pytest.fixture
def proposed(client, writer):
    client.force_login(writer)
    answer = client.post(CREATE, {"name": "Dredging", "kind": "topic"}).json()
    assert answer["step"] == "chosen"
    return Topic.objects.get(name="Dredging")


def dashboard(client, user):
    client.force_login(user)
    return BeautifulSoup(client.get("/admin/").content, "html.parser")


def test_topic_of_a_contributor_is_a_proposal(client, proposed, editor):
    assert proposed.is_proposed
    client.force_login(editor)
    client.post(CREATE, {"name": "Ballast", "kind": "topic"})
    assert not Topic.objects.get(name="Ballast").is_proposed


def test_contributor_cannot_change_topics_otherwise(client, proposed):
    for action in ("edit", "delete"):
        address = reverse(f"topics_topic_modeladmin_{action}", args=[proposed.pk])
        assert client.get(address).status_code == 302
    assert client.get(reverse("topics_topic_modeladmin_create")).status_code == 302
    existing = client.post(CREATE, {"name": "Dredgin", "kind": "topic", "existing": proposed.pk})
    assert existing.json()["step"] == "chosen"
    assert Topic.objects.count() == 1


def test_form_says_that_it_proposes(client, db, editor):
    for user, says in ((member("writer", "Contributors"), True), (editor, False)):
        client.force_login(user)
        html = client.get(reverse("topic_chooser:choose")).json()["html"]
        assert ("You propose this topic." in html) == says
        assert ("Propose" in html) == says


def test_choosers_mark_proposals(client, proposed, writer):
    accepted = factories.TopicFactory(name="Ferries")
    client.force_login(writer)
    for view, key in (("chosen", "title"), ("chosen_multiple", "title")):
        for topic, name in ((proposed, "Dredging (proposed)"), (accepted, "Ferries")):
            one = view == "chosen"
            address = reverse(f"topic_chooser:{view}", args=[topic.pk] if one else [])
            found = client.get(address, {} if one else {"id": topic.pk}).json()["result"]
            assert (found if one else found[0])[key] == name
    assert topic_chooser.widget_class().get_value_data(proposed.pk)["title"] == (
        "Dredging (proposed)"
    )


def test_page_with_a_proposed_topic_is_not_published(proposed, news):
    page = factories.ArticlePageFactory(parent=news, title="Mud", live=False)
    factories.assign(page, proposed)
    with pytest.raises((PublicationError, ValidationError), match="“Dredging” is only proposed"):
        page.save_revision().publish()
    assert not ArticlePage.objects.get(pk=page.pk).live
    proposed.is_proposed = False
    proposed.save()
    page = ArticlePage.objects.get(pk=page.pk)
    page.get_latest_revision().publish()
    assert ArticlePage.objects.get(pk=page.pk).live


def test_editors_find_proposals_on_the_dashboard_and_accept_them(client, proposed, editor, writer):
    panel = dashboard(client, editor).find("section", id="proposed-topics-section")
    link = panel.find("a", string=lambda text: text and "Dredging" in text)
    form = client.get(link["href"])
    data = form_data(form)
    client.post(link["href"], data | {"name": "Dredging and mud", "accept": "yes"})
    topic = Topic.objects.get(pk=proposed.pk)
    assert (topic.name, topic.is_proposed) == ("Dredging and mud", False)
    assert not dashboard(client, editor).find("section", id="proposed-topics-section")


def test_listing_names_the_state(client, proposed, editor):
    factories.TopicFactory(name="Harbour")
    client.force_login(editor)
    page = BeautifulSoup(
        client.get(reverse("topics_topic_modeladmin_index")).content, "html.parser"
    )
    rows = {row.find("td").a.get_text(strip=True): row for row in page.select("tbody tr")}
    assert "Proposed" in rows["Dredging"].get_text()
    assert "Proposed" not in rows["Harbour"].get_text()
    assert not page.select("tbody img")


def test_contributors_have_no_list_of_proposals(client, proposed, writer):
    assert not dashboard(client, writer).find("section", id="proposed-topics-section")


def test_merged_proposal_leaves_its_pages_to_the_other_topic(proposed, news):
    page = factories.ArticlePageFactory(parent=news, title="Mud", live=False)
    factories.assign(page, proposed)
    page.save_revision()
    harbour = factories.TopicFactory(name="Harbour")
    merge(proposed, harbour)
    ArticlePage.objects.get(pk=page.pk).get_latest_revision().publish()
    published = ArticlePage.objects.get(pk=page.pk)
    assert published.live
    assert published.topics == [harbour]
