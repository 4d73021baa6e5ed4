"""The publication gate: no page becomes public while something stands against it.

Pages are published from the form, in bulk, by approval, on schedule, over the API and by copying a
public page. All of these save the page as live, or a revision with a time to go live at. There the
page checks run, required fields are verified, and every function registered for the hook
`check_publication` is called with the page, the revision and the user (the last two may be None);
it returns reasons against publication as sentences. If there are none, the functions registered for
the hook `after_publication_check` are called. docs/architecture.md shows the sequence.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import log as log_action
from wagtail.models import Page, PageLogEntry, Revision, TaskState

from core.models.settings import PublicationSettings
from core.page_checks.required_fields import missing_fields
from core.page_checks.rules import Finding, default_blocking_checks, run_checks
from core.revisions import content_fingerprint

log = logging.getLogger(__name__)

T = TypeVar("T")
# Set while pages are imported that were public on another site.
_skips_checks: ContextVar[bool] = ContextVar("skips_checks", default=False)
# Results of the gate during one request, by what they were computed from.
_results: ContextVar[dict | None] = ContextVar("results", default=None)
REFUSED = "core.refuse_publication"  # log action


class PublicationError(ValidationError):
    """A page that may not be published yet; nothing of it was published."""

    def __init__(self, page: Page, texts: list[str]) -> None:
        super().__init__({NON_FIELD_ERRORS: texts})
        self.page = page
        self.texts = texts


@contextmanager
def skip_publication_checks() -> Iterator[None]:
    """Allow pages to be live that were public on another site, regardless of the checks."""
    token = _skips_checks.set(True)
    try:
        yield
    finally:
        _skips_checks.reset(token)


@contextmanager
def memoized_results() -> Iterator[None]:
    """Compute each result of `once` a single time within the block, which is one request."""
    token = _results.set({})
    try:
        yield
    finally:
        _results.reset(token)


def once(key: tuple, compute: Callable[[], T]) -> T:
    """Return `compute()`, or the result that it had for this key in the same request.

    The key must name everything that the result depends on and that can change in a request.
    """
    results = _results.get()
    if results is None:
        return compute()
    if key not in results:
        results[key] = compute()
    return results[key]


def page_findings(page: Page, revision: Revision | None = None) -> list[Finding]:
    """Return the findings of the page checks, with the levels that are set for its site.

    `revision` is the revision that the page was made from, if that is known.
    """
    return _once_for_content("findings", page, _run_checks, revision)


def _run_checks(page: Page) -> list[Finding]:
    blocking = once(("blocking_checks", page.url_path), lambda: _blocking_checks(page))
    return run_checks(page, blocking)


def _blocking_checks(page: Page) -> list[str]:
    site = page.get_site() if page.pk or page.url_path else None
    own = PublicationSettings.objects.filter(site=site).values_list("blocking_checks", flat=True)
    return next(iter(own), default_blocking_checks())


def _once_for_content(
    name: str, page: Page, compute: Callable[[Page], T], revision: Revision | None = None
) -> T:
    if _results.get() is None or page.pk is None:
        return compute(page)
    # A page that was saved would query its child rows again.
    try:
        content = revision.content if revision else page.serializable_data()
    except ValidationError:  # A form with a value that cannot be stored is displayed again.
        return compute(page)
    fingerprint = content_fingerprint(content)
    return once((name, page.pk, fingerprint), lambda: compute(page))


def publication_errors(
    page: Page, revision: Revision | None, user: AbstractBaseUser | None
) -> list[str]:
    """Return the reasons against making a revision public, as sentences; a script has no user."""
    texts = [finding.text for finding in page_findings(page) if finding.is_error]
    texts += _once_for_content("missing", page, missing_fields)
    for check in hooks.get_hooks("check_publication"):
        texts += check(page, revision, user)
    return texts


def enforce_publication_checks(page: Page, revision: Revision | None) -> None:
    """Raise PublicationError if there is a reason against publication."""
    user = get_active_log_context().user
    if not _skips_checks.get() and (texts := publication_errors(page, revision, user)):
        raise PublicationError(page, texts)
    for after_check in hooks.get_hooks("after_publication_check"):
        after_check(page, revision, user)


@contextmanager
def refuse_repeated_rows(page: Page) -> Iterator[None]:
    """Raise PublicationError for a draft with the same child row twice, which can be stored."""
    try:
        yield
    except IntegrityError as error:
        log.exception("The draft of page %s violates a constraint.", page.pk)
        text = gettext(
            "“%(title)s” has the same entry twice, such as a topic or a contributor. Open the "
            "page, remove one of the two and save it."
        )
        raise PublicationError(page, [text % {"title": page.title}]) from error


def refuse_alias_of_draft(page: Page) -> None:
    """Raise PublicationError for a new alias of a page that is not live.

    An alias has no revisions: whoever copied or converted it would take the place of its authors.
    """
    is_new_alias = page._state.adding and page.alias_of_id
    if is_new_alias and not page.alias_of.live and not _skips_checks.get():
        text = gettext("“%(title)s” is not public yet. Publish it before you make an alias of it.")
        raise PublicationError(page, [text % {"title": page.alias_of.get_admin_display_title()}])


def refuse_revision_of_alias(page: Page) -> None:
    """Raise PublicationError for an alias, of which only the original has revisions."""
    if page.alias_of_id:
        text = gettext("“%(title)s” is an alias. Publish the page that it mirrors.")
        raise PublicationError(page, [text % {"title": page.get_admin_display_title()}])


def changes_public_page(page: Page, fields: Iterable[str] | None) -> bool:
    """Return whether saving `fields` (None: all) of the page changes what readers see."""
    if fields is not None and not {"live", "live_revision"} & set(fields):
        return False
    if not (page.live and page.pk):
        return page.live
    stored = Page.objects.filter(pk=page.pk).values_list("live", "live_revision_id").first()
    return stored != (True, page.live_revision_id)


def cancel_schedule(revision: Revision, error: PublicationError) -> None:
    """Unschedule a revision that may not be published, and log why; other pages do not wait."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log.error("Not published on schedule: %s: %s", error.page.title, " ".join(error.texts))
    log_action(error.page, REFUSED, data={"texts": error.texts}, revision=revision)


@receiver(pre_save, sender=Revision)
def check_schedule(
    instance: Revision, update_fields: Iterable[str] | None, **_kwargs: object
) -> None:
    """Run the gate when a publication is scheduled: later there is no user to tell."""
    is_set = update_fields is None or "approved_go_live_at" in update_fields
    if is_set and instance.approved_go_live_at:
        page = instance.as_object()
        if isinstance(page, Page):
            enforce_publication_checks(page, instance)


def protected_revisions() -> Q:
    """Return the condition for revisions that were submitted, reviewed, published or scheduled."""
    this = OuterRef("pk")
    submitted = TaskState.objects.filter(revision=this)
    published = PageLogEntry.objects.filter(revision=this, action__startswith="wagtail.publish")
    public = Page.objects.filter(live_revision=this)
    scheduled = Q(approved_go_live_at__isnull=False)
    return scheduled | Exists(submitted) | Exists(published) | Exists(public)


def is_protected_revision(revision: Revision | None) -> bool:
    """Return whether a revision must stay as it is, because someone acted on it."""
    return (
        bool(revision) and Revision.objects.filter(protected_revisions(), pk=revision.pk).exists()
    )
