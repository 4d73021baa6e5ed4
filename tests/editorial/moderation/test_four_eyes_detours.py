"""Detours around the second pair of eyes: reviews, schedules, copies, aliases and old revisions.

Each test takes the shortest way that could work, and asks what readers see afterwards.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils.timezone import now
from wagtail.models import Revision, WorkflowTask

from editorial.models import ModerationSettings, ReviewTask
from news.models import ArticlePage
from tests.editing import edit_address
from tests.editorial.moderation.four_eyes_desk import PUBLISH, SUBMIT, public_html
from tests.editorial.moderation.four_eyes_forms import admin, edit_data

LATER = "2040-01-01 10:00"


@pytest.fixture
def approve_only(site):
    ModerationSettings.objects.create(site=site, approve_only=True)


def let_time_pass():
    """Let the scheduled time come, and publish what is due."""
    past = now() - timedelta(seconds=1)
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        revision.content["go_live_at"] = past.isoformat()
        Revision.objects.filter(pk=revision.pk).update(
            content=revision.content, approved_go_live_at=past
        )
    call_command("publish_scheduled")


def approval_in_form(desk, who, **changes):
    """Return the request with which the edit form approves what it displays."""
    revision = desk.page.latest_revision
    data = edit_data(revision.content, **changes) | {
        "action-workflow-action": "true",
        "workflow-action-name": "override",
        "workflow-action-extra-data": '{"comment": "It is short."}',
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }
    return lambda: desk.clients[who].post(edit_address(desk.page), data)


# Between the reading and the approval


@pytest.mark.parametrize("way", ["review", "form", "dialog"])
def test_change_by_another_moderator_while_the_reviewer_reads(public, way):
    public.save("editor", SUBMIT, standfirst="Read")
    loaded, step = public.seen("moderator"), public.step()
    approve = {
        "review": lambda: public.approve("moderator", loaded),
        "form": approval_in_form(public, "moderator"),
        "dialog": lambda: public.decide_step("moderator", step),
    }[way]
    public.save("second", standfirst="HIDDEN")
    approve()
    assert "HIDDEN" not in public_html(public.page)


@pytest.mark.parametrize("way", ["review", "form", "dialog"])
def test_author_restores_another_revision_while_the_reviewer_reads(public, way):
    public.save("editor", standfirst="HIDDEN")
    hidden = public.page.latest_revision
    public.save("editor", SUBMIT, standfirst="Read")
    loaded, step = public.seen("moderator"), public.step()
    approve = {
        "review": lambda: public.approve("moderator", loaded),
        "form": approval_in_form(public, "moderator"),
        "dialog": lambda: public.decide_step("moderator", step),
    }[way]
    public.api("editor", "revert_to_page_revision", revision_id=hidden.pk)
    approve()
    assert "HIDDEN" not in public_html(public.page)


def test_reviewer_adds_a_word_while_approving(public):
    public.save("editor", SUBMIT, standfirst="Read")
    approval_in_form(public, "moderator", title="HIDDEN")()
    assert "HIDDEN" not in public_html(public.page)


# Steps of reviews


def test_old_step_is_approved_by_its_key(public):
    public.save("editor", SUBMIT, standfirst="HIDDEN")
    old = public.step()
    public.reject("second")
    public.save("moderator", SUBMIT, title="Mine")
    public.decide_step("moderator", old)
    public.decide_step("moderator", public.step())
    assert "HIDDEN" not in public_html(public.page)


def test_step_of_a_cancelled_review_is_approved(public):
    public.save("editor", SUBMIT, standfirst="HIDDEN")
    old = public.step()
    public.save("editor", {"action-cancel-workflow": "1"})
    public.save("moderator", SUBMIT, title="Mine")
    public.decide_step("moderator", old)
    assert "HIDDEN" not in public_html(public.page)


def test_rejection_ends_an_earlier_approval(public, approve_only):
    public.save("editor", SUBMIT, standfirst="HIDDEN")
    public.approve("moderator")
    public.save("editor", SUBMIT)
    public.reject("second")
    public.save("editor", PUBLISH)
    assert "HIDDEN" not in public_html(public.page)


@pytest.fixture
def two_steps(public):
    """A second review after the first one, which begins anew after a change."""
    workflow = public.page.get_workflow()
    task = ReviewTask.objects.create(name="Second review")
    task.groups.set(Group.objects.filter(name="Moderators"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    return public


def test_reviewer_of_the_first_step_changes_the_page_in_the_second(two_steps):
    two_steps.save("editor", SUBMIT, standfirst="Read")
    two_steps.approve("moderator")
    assert "Read" not in public_html(two_steps.page)
    two_steps.save("moderator", standfirst="HIDDEN")
    two_steps.decide_step("moderator", two_steps.step())
    two_steps.save("moderator", PUBLISH)
    assert "HIDDEN" not in public_html(two_steps.page)


def test_approval_of_the_first_step_is_no_release(two_steps, approve_only):
    two_steps.save("editor", SUBMIT, standfirst="HIDDEN")
    two_steps.approve("moderator")
    two_steps.save("editor", PUBLISH)
    two_steps.save("editor", {"action-cancel-workflow": "1"})
    two_steps.save("editor", PUBLISH)
    assert "HIDDEN" not in public_html(two_steps.page)


# After the approval


@pytest.mark.parametrize("again", [False, True])
def test_approved_revision_is_overwritten(public, approve_only, again):
    public.save("editor", SUBMIT, standfirst="Read")
    public.approve("moderator")
    if again:
        public.save("editor")
    latest = str(public.page.latest_revision_id)
    public.save("editor", standfirst="HIDDEN", overwrite_revision_id=latest)
    public.publish("editor")
    public.save("editor", PUBLISH)
    assert "HIDDEN" not in public_html(public.page)


def test_scheduled_revision_is_changed_by_its_scheduler(public):
    public.save("editor", standfirst="Read")
    public.save("moderator", PUBLISH, go_live_at=LATER)
    assert public.page.scheduled_revision
    older = public.page.revisions.order_by("pk").first()
    latest = str(public.page.latest_revision_id)
    public.save("moderator", standfirst="HIDDEN", overwrite_revision_id=latest)
    public.api("moderator", "revert_to_page_revision", revision_id=older.pk)
    public.save("moderator", standfirst="HIDDEN", overwrite_revision_id=latest)
    let_time_pass()
    html = public_html(public.page)
    assert "HIDDEN" not in html
    assert "Read" in html


def test_author_publishes_before_the_approved_time(public, approve_only):
    public.save("editor", SUBMIT, standfirst="HIDDEN", go_live_at=LATER)
    public.approve("moderator")
    public.save("editor", PUBLISH, standfirst="HIDDEN")
    assert "HIDDEN" not in public_html(public.page)


# Copies and aliases


def test_draft_has_no_alias(draft_of_moderator):
    """Its copier or converter would take the place of its writer."""
    desk = draft_of_moderator
    assert desk.copy("moderator", alias="on", new_slug="alias") is None
    desk.api("moderator", "create_alias", slug="alias")
    assert not ArticlePage.objects.filter(alias_of=desk.pk).exists()


def test_copy_of_a_draft_keeps_its_writers(draft_of_moderator):
    copy = draft_of_moderator.copy("editor")
    draft_of_moderator.api("moderator", "publish", copy.pk)
    assert public_html(copy) == ""


@pytest.mark.parametrize("way", ["form", "api"])
def test_copy_of_a_draft_that_was_to_be_published(draft_of_moderator, way):
    """The copy of a draft is not live, but Wagtail gives it a live revision."""
    desk = draft_of_moderator
    if way == "form":
        copy = desk.copy("second", publish_copies="on")
    else:
        desk.api("second", "copy", slug="copy")
        copy = ArticlePage.objects.get(slug="copy")
    assert not copy.live
    data = edit_data(copy.get_latest_revision_as_object().serializable_data())
    desk.clients["editor"].post(edit_address(copy), data)
    desk.api("moderator", "publish", copy.pk)
    assert public_html(copy) == ""


def test_copy_of_a_public_page_with_another_title(public):
    assert public.copy("moderator", new_title="HIDDEN", publish_copies="on") is None
    public.api("moderator", "copy", title="HIDDEN", slug="copy")
    assert not ArticlePage.objects.filter(title="HIDDEN").exists()
    copy = public.copy("moderator", new_title="HIDDEN")
    public.api("moderator", "publish", copy.pk)
    assert public_html(copy) == ""


def test_conversion_of_an_alias_does_not_publish_the_draft_of_its_original(public):
    alias = public.copy("moderator", alias="on", new_slug="alias")
    public.save("moderator", standfirst="HIDDEN")
    public.clients["moderator"].post(admin("convert_alias", alias.pk))
    public.api("moderator", "publish", alias.pk)
    assert "HIDDEN" not in public_html(alias) + public_html(public.page)


def test_editor_creates_no_public_alias(public):
    """An alias is a copy that is public at once."""
    alias = public.copy("editor", alias="on", new_slug="hidden")
    assert public_html(alias) == ""


# Old revisions


def test_writer_restores_what_was_rejected(public):
    public.save("moderator", SUBMIT, standfirst="HIDDEN")
    rejected = public.page.latest_revision_id
    public.reject("second")
    public.save("moderator", {"action-cancel-workflow": "1"})
    public.save("moderator", standfirst="Other")
    public.publish("second")
    assert "Other" in public_html(public.page)
    public.api("moderator", "revert_to_page_revision", revision_id=rejected)
    public.publish("moderator")
    public.save("moderator", PUBLISH, revision=str(rejected))
    assert "HIDDEN" not in public_html(public.page)


def test_writer_publishes_what_another_person_restored(public):
    """Only its writer and an editor, who may not approve, ever decided on these words."""
    public.save("moderator", SUBMIT, standfirst="HIDDEN")
    rejected = public.page.latest_revision_id
    public.reject("second")
    public.save("moderator", {"action-cancel-workflow": "1"})
    public.save("moderator", standfirst="Other")
    public.publish("second")
    public.api("editor", "revert_to_page_revision", revision_id=rejected)
    public.publish("moderator")
    assert "HIDDEN" not in public_html(public.page)


def test_writer_publishes_what_was_unpublished(public):
    public.save("moderator", standfirst="HIDDEN")
    public.clients["second"].post(admin("unpublish", public.pk))
    public.publish("moderator")
    assert not ArticlePage.objects.get(pk=public.pk).live


def test_writer_publishes_what_was_unpublished_and_saved(public):
    """Saving a draft stores the live revision again that its data names."""
    public.save("moderator", standfirst="HIDDEN")
    public.publish("second")
    public.save("editor")
    public.clients["second"].post(admin("unpublish", public.pk))
    public.save("editor")
    public.publish("moderator")
    assert not ArticlePage.objects.get(pk=public.pk).live
