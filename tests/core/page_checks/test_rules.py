"""What a page should be before readers see it, and that nothing gets past it."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Collection, PageLogEntry, Revision

from core.models import PublicationSettings
from core.models.publishing import PublicationError
from core.page_checks.rules import CHECKS, Level, default_blocking_checks, run_checks
from editorial.templatetags.editorial_tags import edit_link
from images.models import SiteImage
from news.models import ArticlePage
from tests import factories
from tests.access import restrict
from tests.editing import edit_address, form
from tests.review_helpers import submit
from tests.site_tree import raw_body, raw_items
from topics.models import TopicAssignment

LONG = " ".join(["word"] * 201)


def find(page):
    return run_checks(page, default_blocking_checks())


def broken(page):
    return {finding.check.name for finding in find(page)}


@pytest.fixture
def good(site_tree):
    """An article that keeps every rule."""
    page = factories.ArticlePageFactory(
        parent=site_tree.section,
        title="Good",
        lead_image=site_tree.image,
        lead_image_alt="Boats",
        body=raw_body(("heading", {"text": "One", "level": "h2"}), ("paragraph", "<h3>Two</h3>")),
    )
    factories.attribute(page, site_tree.person)
    factories.assign(page, site_tree.topic)
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
def uncredited(site_tree):
    return factories.SiteImageFactory(title="Quay", credit="")


@pytest.fixture
def bad(good, uncredited):
    """A draft of an article whose picture has no credit."""
    good.live = False
    good.lead_image = uncredited
    good.save()
    good.save_revision()
    return good


def second_part(site_tree):
    """Return a series that has a second part, one without a number, and a draft."""
    series = factories.SeriesPageFactory(parent=site_tree.home)
    for part, is_live in ((2, True), (None, True), (2, False)):
        factories.ArticlePageFactory(
            parent=site_tree.section, series=series, series_part=part, live=is_live
        )
    return series


def figure(image, alt="Boats"):
    return {
        "image": {"image": image.pk, "alt_text": alt, "decorative": False},
        "caption": "",
        "credit": "",
    }


def recording(site_tree):
    return {"file": site_tree.recording.pk, "title": "A talk", "caption": "", "transcript": ""}


BREAKS = {
    "title-length": lambda page, site_tree: {"title": "t" * 91},
    "summary-missing": lambda page, site_tree: {"standfirst": ""},
    "summary-length": lambda page, site_tree: {"standfirst": "s" * 301},
    "lead-image-missing": lambda page, site_tree: {"lead_image": None},
    "image-credit": lambda page, site_tree: {
        "body": raw_body(
            ("gallery", {"pictures": raw_items(figure(factories.SiteImageFactory(credit="")))})
        )
    },
    "image-description": lambda page, site_tree: {"lead_image_alt": ""},
    "mail-size": lambda page, site_tree: {"mail_size": 102_001},
    "byline-missing": lambda page, site_tree: {"contributions": []},
    "topic-missing": lambda page, site_tree: {"topic_assignments": []},
    "topic-proposed": lambda page, site_tree: {
        "topic_assignments": [
            TopicAssignment(topic=factories.TopicFactory(name="New", is_proposed=True))
        ]
    },
    "series-part": lambda page, site_tree: {"series": second_part(site_tree), "series_part": 2},
    "dead-link": lambda page, site_tree: {
        "body": raw_body(("paragraph", '<p><a linktype="page" id="987654">Gone</a></p>'))
    },
    "heading-order": lambda page, site_tree: {"body": raw_body(("paragraph", "<h3>Too low</h3>"))},
    "paragraph-length": lambda page, site_tree: {"body": raw_body(("paragraph", f"<p>{LONG}</p>"))},
    "transcript-missing": lambda page, site_tree: {
        "body": raw_body(("recording", recording(site_tree)))
    },
}


def test_good_article_breaks_nothing(good):
    assert broken(good) == set()


@pytest.mark.parametrize("rule", CHECKS, ids=lambda rule: rule.name)
def test_rule_is_broken_by_what_it_is_about(good, site_tree, rule):
    for name, value in BREAKS[rule.name](good, site_tree).items():
        setattr(good, name, value)
    assert broken(good) == {rule.name}


def test_findings_say_what_and_where_once(bad, uncredited):
    bad.body = raw_body(("image", figure(uncredited)), ("image", figure(uncredited)))
    (finding,) = run_checks(bad, default_blocking_checks())
    assert finding.is_error
    assert finding.text == (
        "The image “Quay” has no credit. Open it in Images and enter who made it."
    )


def test_link_to_a_draft_is_named_and_one_for_members_is_not(good, site_tree):
    draft = factories.ArticlePageFactory(
        parent=site_tree.section, title="Still a draft", live=False
    )
    restrict(site_tree.standard)
    group = {"heading": "", "pages": raw_items(site_tree.standard.pk)}
    good.body = raw_body(
        ("related_page", {"page": draft.pk}),
        ("reading_list", {"heading": "To read", "groups": raw_items(group)}),
    )
    (finding,) = run_checks(good, [])
    assert "“Still a draft”" in finding.text


def test_blocks_of_a_page_that_is_gone_are_told(good, site_tree):
    page = factories.ArticlePageFactory(parent=site_tree.section)
    good.body = raw_body(("related_page", {"page": page.pk}))
    page.delete()
    assert broken(good) == {"dead-link"}


def test_event_needs_no_author_and_front_page_no_topic(site_tree):
    site_tree.event.contributions.all().delete()
    assert "byline-missing" not in broken(site_tree.event)
    assert not broken(site_tree.home) & {"topic-missing", "lead-image-missing", "summary-missing"}


def publish(client, page, **extra):
    data = form(page, lead_image=str(page.lead_image_id), **{"action-publish": "1"}, **extra)
    return client.post(edit_address(page), data, follow=True)


def refused(response, page):
    html = response.content.decode()
    assert "was not published; your changes are saved as a draft" in html
    assert "The image “Quay” has no credit." in html
    page.refresh_from_db()
    return not page.live


def test_form_keeps_the_draft_and_says_why(client, moderator, bad):
    client.force_login(moderator)
    assert refused(publish(client, bad, title="Better"), bad)
    assert bad.draft_title == "Better"


def test_form_of_a_new_page_keeps_it_as_a_draft(client, moderator, site_tree, uncredited):
    client.force_login(moderator)
    address = reverse("wagtailadmin_pages:add", args=["news", "articlepage", site_tree.section.pk])
    data = form(
        ArticlePage(title="New", slug="new"),
        lead_image=str(uncredited.pk),
        **{"action-publish": "1"},
    )
    response = client.post(address, data, follow=True)
    assert refused(response, ArticlePage.objects.get(slug="new"))


def test_new_page_without_fault_is_published(client, moderator, site_tree, single_editor_site):
    client.force_login(moderator)
    address = reverse("wagtailadmin_pages:add", args=["news", "articlepage", site_tree.section.pk])
    client.post(address, form(ArticlePage(title="New", slug="new"), **{"action-publish": "1"}))
    page = ArticlePage.objects.get(slug="new")
    assert page.live
    assert page.first_published_at


def test_live_page_stays_as_it_is(client, moderator, good, uncredited):
    good.save_revision().publish()
    client.force_login(moderator)
    good.lead_image = uncredited
    publish(client, good, title="Changed")
    stored = ArticlePage.objects.get(pk=good.pk)
    assert stored.title == "Good"
    assert stored.draft_title == "Changed"


def test_bulk_action_is_refused(client, moderator, bad):
    client.force_login(moderator)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert refused(client.post(f"{bulk}?id={bad.pk}&next=/admin/", {}, follow=True), bad)


def test_approval_is_refused(client, editor, moderator, bad):
    state = bad.get_workflow().start(bad, editor)
    client.force_login(moderator)
    html = client.get(reverse("review", args=[bad.pk])).content.decode()
    assert "“Quay” has no credit" in html
    for action in ("approve", "override"):
        task = [bad.pk, action, state.current_task_state.pk]
        client.post(reverse("wagtailadmin_pages:workflow_action", args=task), {"comment": "So."})
        with pytest.raises(PublicationError, match="has no credit"):
            state.current_task_state.task.specific.on_action(
                state.current_task_state.specific, moderator, action, comment="So."
            )
    bad.refresh_from_db()
    state.refresh_from_db()
    assert not bad.live
    assert state.status == state.STATUS_IN_PROGRESS


def test_schedule_is_refused_when_it_is_set(client, moderator, bad):
    client.force_login(moderator)
    response = publish(client, bad, go_live_at=f"{now() + timedelta(days=1):%Y-%m-%d %H:%M}")
    assert refused(response, bad)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_schedule_of_a_live_page_is_refused_when_it_is_set(good, uncredited):
    good.save_revision().publish()
    good.lead_image = uncredited
    good.go_live_at = now() + timedelta(days=1)
    revision = good.save_revision()
    with pytest.raises(PublicationError):
        revision.publish()
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_page_that_breaks_a_rule_at_its_time_holds_nobody_up(good, site_tree, caplog):
    other = factories.ArticlePageFactory(parent=site_tree.section, title="Other", live=False)
    for page in (good, other):
        page.live = False
        page.go_live_at = now() + timedelta(hours=1)
        page.save()
        page.save_revision().publish()
    site_tree.image.credit = ""
    site_tree.image.save()
    Revision.objects.update(approved_go_live_at=now() - timedelta(minutes=1))
    for revision in Revision.objects.all():
        revision.content["go_live_at"] = (now() - timedelta(minutes=1)).isoformat()
        revision.save(update_fields=["content"])
    call_command("publish_scheduled")
    good.refresh_from_db()
    other.refresh_from_db()
    assert (good.live, other.live) == (False, True)
    assert "Not published on schedule: Good" in caplog.text
    entry = PageLogEntry.objects.get(action="core.refuse_publication")
    assert "has no credit" in entry.message
    call_command("publish_scheduled")  # It is not tried again.
    assert PageLogEntry.objects.filter(action="core.refuse_publication").count() == 1


def test_admin_api_is_refused(client, moderator, bad):
    client.force_login(moderator)
    address = f"/admin/api/main/pages/{bad.pk}/action/publish/"
    response = client.post(address, {}, content_type="application/json")
    assert response.status_code == 400
    assert "has no credit" in response.content.decode()
    bad.refresh_from_db()
    assert not bad.live


def test_copy_of_a_page_that_broke_the_rule_later_is_refused(good, site_tree):
    good.save_revision().publish()
    site_tree.image.credit = ""
    site_tree.image.save()
    with pytest.raises(PublicationError):
        good.copy(update_attrs={"slug": "copy"})
    assert good.copy(update_attrs={"slug": "draft"}, keep_live=False).live is False


def test_each_site_says_what_blocks(bad, site_tree):
    publication = PublicationSettings.objects.get()
    publication.blocking_checks = ["summary-missing"]
    publication.save()
    bad.save_revision().publish()
    bad.refresh_from_db()
    assert bad.live
    bad.standfirst = ""
    with pytest.raises(PublicationError, match="no standfirst"):
        bad.save_revision().publish()


def test_administrator_ticks_the_rules(admin_client, site_tree, site):
    address = reverse("wagtailsettings:edit", args=["core", "publicationsettings", site.pk])
    html = admin_client.get(address).content.decode()
    assert html.count('name="blocking_checks"') == len(CHECKS)
    assert len([rule for rule in CHECKS if rule.level is Level.ERROR]) == 2


def test_editor_sees_what_is_broken_beside_the_text(client, editor, bad):
    client.force_login(editor)
    html = client.get(edit_address(bad)).content.decode()
    assert 'id="page-checks"' in html
    assert "The image “Quay” has no credit." in html
    data = form(bad, lead_image="", standfirst="")
    response = client.post(edit_address(bad), data, headers={"accept": "application/json"})
    partial = json.loads(response.content)["html"]
    assert "There is no standfirst or summary." in partial
    assert "has no credit" not in partial


def test_finding_leads_to_what_it_names(client, editor, moderator, bad):
    topic = factories.TopicFactory(name="Tides", is_proposed=True)
    factories.assign(bad, topic)
    bad.save_revision()
    submit(bad, editor)
    root = Collection.get_first_root_node()
    SiteImage.objects.update(uploaded_by_user=editor, collection=root)
    links = {
        AdminURLFinder().get_edit_url(bad.lead_image): "Open the image",
        AdminURLFinder().get_edit_url(topic): "Open the topic",
    }
    for user, address in (
        (editor, edit_address(bad)),
        (moderator, reverse("review", args=[bad.pk])),
    ):
        client.force_login(user)
        html = BeautifulSoup(client.get(address).content, "html.parser")
        assert {url: html.select_one(f'.help-block a[href="{url}"]').text for url in links} == links
    assert not any(edit_link([finding], finding.text, AnonymousUser()) for finding in find(bad))
