"""The pages that the items of a site became, and a change to one of them by an editor."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import Page

from core.models.publishing import PublicationError
from importers.admin.software import SOFTWARE
from importers.models import ImportedItem, ImportRun

EMPTY_BODIES = ("", "[]", "null")


class PageLink(NamedTuple):
    """A page to look at, and the address of its form."""

    pk: int
    title: str
    kind: str
    live: bool

    @property
    def url(self) -> str:
        """The address of the form."""
        return reverse("wagtailadmin_pages:edit", args=[self.pk])


def page_models(run: ImportRun) -> list[type[Page]]:
    """Return the page types that the software of a run is imported as."""
    return [each.model for each in SOFTWARE[run.software].importer.parts.values()]


def pages_of(run: ImportRun, model: type[Page]) -> QuerySet:
    """Return the pages of a type that were imported from the site of a run, in any run."""
    kinds = [
        kind
        for each in SOFTWARE[run.software].importer.parts.values()
        if each.model is model
        for kind in each.types
    ]
    rows = ImportedItem.objects.filter(site=run.site, kind__in=kinds)
    return model.objects.filter(pk__in=rows.exclude(object_id=None).values("object_id"))


def empty_pages(run: ImportRun) -> list[PageLink]:
    """Return the imported pages without a body."""
    found = []
    for model in page_models(run):
        pages = pages_of(run, model).annotate(body_text=Cast("body", TextField()))
        found += links(pages.filter(body_text__in=EMPTY_BODIES))
    return sorted(found, key=lambda link: link.title.casefold())


def links(pages: QuerySet) -> list[PageLink]:
    """Return links to pages of one type."""
    kind = str(pages.model._meta.verbose_name)
    rows = pages.order_by("pk").values_list("pk", "draft_title", "live")
    return [PageLink(pk, title, kind, live) for pk, title, live in rows]


def form_urls(run: ImportRun, entries: Iterable[dict]) -> Iterator[tuple[dict, str]]:
    """Yield entries of the report, each with the address of the form of its page, if any."""
    entries = list(entries)
    rows = ImportedItem.objects.filter(
        site=run.site,
        kind__in={entry["kind"] for entry in entries},
        key__in={entry["key"] for entry in entries},
    ).select_related("content_type")
    pages = {}
    for row in rows:
        model = row.content_type and row.content_type.model_class()
        if model and issubclass(model, Page):
            pages[row.kind, row.key] = row.object_id
    existing = set(Page.objects.filter(pk__in=pages.values()).values_list("pk", flat=True))
    for entry in entries:
        pk = pages.get((entry["kind"], entry["key"]))
        url = reverse("wagtailadmin_pages:edit", args=[pk]) if pk in existing else ""
        yield entry, url


def change_page(page: Page, user: AbstractBaseUser, change: Callable[[Page], None]) -> bool:
    """Apply a change to the latest draft of a page, and return whether readers see it.

    It is always saved as a draft by the user. A page that is live without other changes is then
    published, if the publication gate lets this user do so: on a site of several people it does
    not, as another person has to approve each change, and the draft waits for a review.
    Raise PermissionDenied for a page that the user may not edit, ValidationError if it is invalid.
    """
    page = page.specific
    tester = page.permissions_for_user(user)
    if not tester.can_edit() or tester.page_locked() or page.alias_of_id:
        raise PermissionDenied
    was_unchanged = page.live and not page.has_unpublished_changes
    with transaction.atomic():
        draft = page.get_latest_revision_as_object()
        change(draft)
        revision = draft.save_revision(user=user, log_action=True)
    if not (was_unchanged and tester.can_publish()):
        return False
    try:
        # The gate asks who is at work.
        with LogContext(user=user), transaction.atomic():
            revision.publish(user=user)
    except (PublicationError, ValidationError):
        return False
    return True
