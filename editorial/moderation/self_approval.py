"""Self-approval: users do not publish what they wrote, unless another user approved it."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext, gettext_noop
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.signals import page_published, page_unpublished, task_rejected

from core.revisions import approval_fingerprint
from editorial.models import ModerationSettings, ReviewState
from editorial.review.authorship import authors_since_live
from editorial.workflow import workflow_finished

OWN_CHANGES = gettext_noop(
    "You wrote or changed this yourself, so another person has to approve it in a review."
)
# Log actions; the values are stored in the history of pages.
SELF_PUBLISHED = "editorial.publish_own"
APPROVED = "editorial.release"
APPROVAL_REVOKED = "editorial.void_approval"


def block_self_publication(
    page: Page, revision: Revision | None, user: AbstractBaseUser | None
) -> list[str]:
    """Return the reason against publication by this user, if any; a script has no user."""
    if not _is_own(page, revision, user) or ModerationSettings.of_page(page).one_person:
        return []
    return [gettext(OWN_CHANGES)]


def log_self_publication(
    page: Page, revision: Revision | None, user: AbstractBaseUser | None
) -> None:
    """Log that users published their own changes, which the site may be set to allow."""
    if page.pk and _is_own(page, revision, user):
        log(page, SELF_PUBLISHED, user=user, revision=revision)


def _is_own(page: Page, revision: Revision | None, user: AbstractBaseUser | None) -> bool:
    """Return whether the user wrote part of the revision and no other user has approved it."""
    if user is None or page.alias_of_id or user.pk not in authors_since_live(page, revision):
        return False
    return not (revision and approval_for(page, revision))


def approval_for(page: Page, revision: Revision) -> ReviewState | None:
    """Return the open approval of exactly this revision."""
    fingerprint = approval_fingerprint(revision.content)
    return open_approvals(page).filter(approved_fingerprint=fingerprint).first()


def open_approvals(page: Page) -> QuerySet[ReviewState]:
    """Return the approvals of a page that wait for its publication."""
    return ReviewState.objects.for_instance(page).filter(awaits_publication=True)


def is_page_approved(page: Page) -> bool:
    """Return whether the latest revision of the page is approved and not yet published."""
    return bool(page.latest_revision and approval_for(page, page.latest_revision))


@receiver(workflow_finished)
def publish_or_approve(
    state: WorkflowState, user: AbstractBaseUser | None, **_kwargs: object
) -> None:
    """Publish an approved page, or only record the approval if the site is set so."""
    page = state.content_object
    if not isinstance(page, Page):
        page.get_latest_revision().publish(user=user)
        return
    page = page.specific
    task_state = state.current_task_state.specific
    if ModerationSettings.of_page(page).approve_only and isinstance(task_state, ReviewState):
        task_state.awaits_publication = True
        task_state.save(update_fields=["awaits_publication"])
        log(page, APPROVED, user=user, revision=page.latest_revision)
    else:
        page.latest_revision.publish(user=user)


@receiver([page_published, page_unpublished])
def consume_approvals(instance: Page, **_kwargs: object) -> None:
    """Close the approvals of a page when it is published or unpublished."""
    open_approvals(instance).update(awaits_publication=False)


@receiver(task_rejected)
def revoke_approvals_after_rejection(instance: TaskState, **_kwargs: object) -> None:
    """Revoke earlier approvals of a page that a reviewer sends back."""
    state = instance.workflow_state
    ReviewState.objects.filter(
        awaits_publication=True,
        workflow_state__base_content_type=state.base_content_type_id,
        workflow_state__object_id=state.object_id,
    ).update(awaits_publication=False)


@receiver(post_save, sender=Revision)
def revoke_approvals(instance: Revision, **_kwargs: object) -> None:
    """Revoke approvals whose fingerprint no longer matches the new revision."""
    outdated = ReviewState.objects.filter(
        awaits_publication=True,
        workflow_state__base_content_type=instance.base_content_type_id,
        workflow_state__object_id=instance.object_id,
    ).exclude(approved_fingerprint=approval_fingerprint(instance.content))
    if outdated.exists():
        outdated.update(awaits_publication=False)
        log(instance.as_object(), APPROVAL_REVOKED, user=instance.user, revision=instance)
