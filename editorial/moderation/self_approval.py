"""Nobody publishes what they wrote: the rule, and what a release by somebody else allows."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.log_actions import log
from wagtail.models import Page, Revision, WorkflowState
from wagtail.signals import page_published, page_unpublished

from editorial.models import ModerationSettings, ReviewState
from editorial.review.authorship import approval_fingerprint, authors_since_live
from editorial.workflow import workflow_finished

OWN = (
    "You wrote or changed this yourself, so somebody else has to approve it: submit it to "
    "moderation."
)
# What the history of a page tells.
ALONE = "editorial.publish_own"
RELEASED = "editorial.release"
VOID = "editorial.void_approval"


def block_self_publication(
    page: Page, revision: Revision | None, user: AbstractBaseUser | None
) -> list[str]:
    """Return why this person may not make the version public; a script may."""
    if not _is_own(page, revision, user) or ModerationSettings.of_page(page).one_person:
        return []
    return [OWN]


def log_self_publication(
    page: Page, revision: Revision | None, user: AbstractBaseUser | None
) -> None:
    """Put into the history that somebody published their own, where the site is set to allow it."""
    if page.pk and _is_own(page, revision, user):
        log(page, ALONE, user=user, revision=revision)


def _is_own(page: Page, revision: Revision | None, user: AbstractBaseUser | None) -> bool:
    """Whether the version is this person's own, and nobody else released it."""
    if user is None or page.alias_of_id or user.pk not in authors_since_live(page, revision):
        return False
    return not (revision and approval_for(page, revision))


def approval_for(page: Page, revision: Revision) -> ReviewState | None:
    """Return the approval by somebody else that holds for exactly this version."""
    mark = approval_fingerprint(revision.content)
    return releases(page).filter(approved_fingerprint=mark).first()


def releases(page: Page) -> QuerySet[ReviewState]:
    """Return the approvals of a page that were not used yet."""
    return ReviewState.objects.for_instance(page).filter(released=True)


def is_page_approved(page: Page) -> bool:
    """Return whether the last version of the page waits for its editor to publish it."""
    return bool(page.latest_revision and approval_for(page, page.latest_revision))


@receiver(workflow_finished)
def publish_or_release(
    state: WorkflowState, user: AbstractBaseUser | None, **_kwargs: object
) -> None:
    """Publish what was approved, or only release it, as the site is set."""
    page = state.content_object
    if not isinstance(page, Page):
        page.get_latest_revision().publish(user=user)
        return
    page = page.specific
    task_state = state.current_task_state.specific
    if ModerationSettings.of_page(page).approval_releases and isinstance(task_state, ReviewState):
        task_state.released = True
        task_state.save(update_fields=["released"])
        log(page, RELEASED, user=user, revision=page.latest_revision)
    else:
        page.latest_revision.publish(user=user)


@receiver([page_published, page_unpublished])
def consume_approvals(instance: Page, **_kwargs: object) -> None:
    """End an approval with the publication that it allowed, and with every other."""
    releases(instance).update(released=False)


@receiver(post_save, sender=Revision)
def void(instance: Revision, **_kwargs: object) -> None:
    """End an approval with the first change after it."""
    mark = approval_fingerprint(instance.content)
    open_ones = ReviewState.objects.filter(
        released=True,
        workflow_state__base_content_type=instance.base_content_type_id,
        workflow_state__object_id=instance.object_id,
    ).exclude(approved_fingerprint=mark)
    if open_ones.exists():
        open_ones.update(released=False)
        log(instance.as_object(), VOID, user=instance.user, revision=instance)
