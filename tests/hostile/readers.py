"""Everything that reads the stored content of a page."""

import json
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search import index

from core.forms import HOME_DEPTH
from core.models.publishing import PublicationError
from core.page_checks.required_fields import missing_fields
from core.page_checks.rules import default_blocking_checks, run_checks
from core.revisions import approval_fingerprint
from editorial.content_gaps import record_gaps
from editorial.merge import merge
from search.index.documents import reindex
from tests import factories
from tests.hostile.examples import assert_safe, assert_survived


def admin_view(name):
    def read(client, page):
        assert_survived(client.get(reverse(name, args=[page.pk])), name)

    return read


def read_revision(client, page):
    address = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, page.latest_revision_id])
    assert_safe(assert_survived(client.get(address), address))


def read_draft(client, page):
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert_safe(assert_survived(client.get(address), address))


def revert(client, page):
    name = "wagtailadmin_pages:revisions_revert"
    assert_survived(client.get(reverse(name, args=[page.pk, page.latest_revision_id])), name)


def compare(*ends):
    def read(client, page):
        name = "wagtailadmin_pages:revisions_compare"
        assert_safe(assert_survived(client.get(reverse(name, args=[page.pk, *ends])), name))

    return read


def public(path="", *, parent=False):
    def read(_client, page):
        shown = page.get_parent().specific if parent and page.depth > HOME_DEPTH else page
        url = shown.url + path
        assert_safe(assert_survived(Client().get(url), url))

    return read


def front(path):
    def read(_client, _page):
        assert_safe(assert_survived(Client().get(path), path))

    return read


def api(client, page):
    assert_survived(client.get(f"/admin/api/main/pages/{page.pk}/?fields=*"), "api")


def index_search(_client, page):
    reindex("page", [page.pk])
    index.insert_or_update_object(fresh(page))


def check(_client, page):
    for version in versions(page):
        run_checks(version, default_blocking_checks())
        missing_fields(version)
        record_gaps(version)


def refer(_client, page):
    for version in versions(page):
        ReferenceIndex.create_or_update_for_object(version)


def identify(_client, page):
    approval_fingerprint(page.latest_revision.content)


def publish(client, page):
    try:
        page.latest_revision.publish()
    except PublicationError:
        return
    public()(client, page)


def save(_client, page):
    version = versions(page)[1]
    version.save_revision(clean=False)


def copy(_client, page):
    with suppress(ValidationError):  # A book may not have the ISBN of another.
        fresh(page).copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False)


def merge_entries(_client, page):
    for contribution in getattr(page, "contributions", Page.objects.none()).all()[:1]:
        merge(contribution.contributor, factories.ContributorFactory())


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def versions(page):
    page = fresh(page)
    return page, page.get_latest_revision_as_object()


READERS = {
    "edit": admin_view("wagtailadmin_pages:edit"),
    "history": admin_view("wagtailadmin_pages:history"),
    "usage": admin_view("wagtailadmin_pages:usage"),
    "review": admin_view("review"),
    "copy form": admin_view("wagtailadmin_pages:copy"),
    "delete form": admin_view("wagtailadmin_pages:delete"),
    "revision": read_revision,
    "draft": read_draft,
    "revert": revert,
    "compare live": compare("live", "latest"),
    "compare earliest": compare("earliest", "latest"),
    "public": public(),
    "parent": public(parent=True),
    "feed": public("feed/", parent=True),
    "front page": front("/"),
    "front feed": front("/feed/"),
    "search": front("/search/?q=forgedmarker"),
    "archive": front("/archive/"),
    "api": api,
    "index": index_search,
    "checks": check,
    "references": refer,
    "fingerprint": identify,
    "publish": publish,
    "save": save,
    "copy": copy,
    "merge": merge_entries,
}


def submitted(page, user):
    """Return a page with two revisions, the latest of which waits for a review."""
    page.save_revision(user=user)
    page.save_revision(user=user)
    with LogContext(user=user):
        page.get_workflow().start(page, user)
    return page


def forge(instance, name, raw: str) -> None:
    """Store a value of a field as it is, without any check, also in the latest revision."""
    field = instance._meta.get_field(name)
    model = field.model
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s'  # noqa: S608
            f' WHERE "{model._meta.pk.column}" = %s',
            [raw, instance.pk],
        )
    if isinstance(instance, Page):
        revision = Revision.objects.get(pk=instance.latest_revision_id)
        content = json.loads(json.dumps(revision.content, default=str)) | {name: raw}
        Revision.objects.filter(pk=revision.pk).update(content=content)
