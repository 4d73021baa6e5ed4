"""The publication gate: nothing becomes public that may not, whichever way it is published.

Pages are published from the form, in bulk, by approval, on schedule, over the API and by copying a
public page. All of these save the page as public, or a revision with a time to publish it at. There
the page checks of level ERROR run, and every function registered for the hook `check_publication`:
it takes the page, the revision and the user, of which the last two may be None, and returns the
reasons against publication as sentences. If there are none, the functions registered for the hook
`after_publication_check` are called.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail import hooks
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import log as log_action
from wagtail.models import Page, PageLogEntry, Revision, TaskState

from core.models.settings import PublicationSettings
from core.page_checks.required_fields import missing_fields
from core.page_checks.rules import Finding, default_blocking, run_checks

log = logging.getLogger(__name__)

# Whether pages come from another site, where readers could read them already.
_moving_in: ContextVar[bool] = ContextVar("moving_in", default=False)
REFUSED = "core.refuse_publication"  # In the history of a page.


class PublicationError(ValidationError):
    """Something stands in the way of a publication; nothing of the page was published."""

    def __init__(self, page: Page, texts: list[str]) -> None:
        """Take the page, and sentences that say what to do first."""
        super().__init__({NON_FIELD_ERRORS: texts})
        self.page = page
        self.texts = texts


@contextmanager
def skip_publication_checks() -> Iterator[None]:
    """Let pages be public that were so on another site: what they lack is noted all the same."""
    token = _moving_in.set(True)
    try:
        yield
    finally:
        _moving_in.reset(token)


def page_findings(page: Page) -> list[Finding]:
    """Return what a page breaks of the house rules, with the levels of its site."""
    site = page.get_site() if page.pk or page.url_path else None
    own = PublicationSettings.objects.filter(site=site).values_list("blocking_rules", flat=True)
    return run_checks(page, next(iter(own), default_blocking()))


def publication_errors(
    page: Page, revision: Revision | None, user: AbstractBaseUser | None
) -> list[str]:
    """Return what keeps this person, or a script, from making a revision public, in sentences."""
    texts = [finding.text for finding in page_findings(page) if finding.is_blocking]
    texts += missing_fields(page)
    for check in hooks.get_hooks("check_publication"):
        texts += check(page, revision, user)
    return texts


def enforce_publication_checks(page: Page, revision: Revision | None) -> None:
    """Raise PublicationError where something stands in the way."""
    user = get_active_log_context().user
    if not _moving_in.get() and (texts := publication_errors(page, revision, user)):
        raise PublicationError(page, texts)
    for note in hooks.get_hooks("after_publication_check"):
        note(page, revision, user)


def changes_public_page(page: Page, fields: Iterable[str] | None) -> bool:
    """Return whether readers would see something new if `fields` of the page were saved.

    None stands for all of them.
    """
    if fields is not None and not {"live", "live_revision"} & set(fields):
        return False
    if not (page.live and page.pk):
        return page.live
    stored = Page.objects.filter(pk=page.pk).values_list("live", "live_revision_id").first()
    return stored != (True, page.live_revision_id)


def cancel_schedule(revision: Revision, refusal: PublicationError) -> None:
    """Take a revision from the schedule, and write down why: no other page has to wait for it."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log.error("Not published at its time: %s: %s", refusal.page.title, " ".join(refusal.texts))
    log_action(refusal.page, REFUSED, data={"texts": refusal.texts}, revision=revision)


@receiver(pre_save, sender=Revision)
def refuse_schedule(
    instance: Revision, update_fields: Iterable[str] | None, **_kwargs: object
) -> None:
    """Ask the rules when a time to publish is set, and not only then, when nobody is there."""
    is_set = update_fields is None or "approved_go_live_at" in update_fields
    if is_set and instance.approved_go_live_at:
        page = instance.as_object()
        if isinstance(page, Page):
            enforce_publication_checks(page, instance)


def protected_revisions() -> Q:
    """Return the condition for revisions that were submitted, judged, published or scheduled."""
    this = OuterRef("pk")
    submitted = TaskState.objects.filter(revision=this)
    published = PageLogEntry.objects.filter(revision=this, action__startswith="wagtail.publish")
    public = Page.objects.filter(live_revision=this)
    scheduled = Q(approved_go_live_at__isnull=False)
    return scheduled | Exists(submitted) | Exists(published) | Exists(public)


def is_protected_revision(revision: Revision | None) -> bool:
    """Return whether somebody acted on this version."""
    return (
        bool(revision) and Revision.objects.filter(protected_revisions(), pk=revision.pk).exists()
    )
