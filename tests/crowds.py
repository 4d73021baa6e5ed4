"""A large site, made by rows: through the tree itself it would take minutes."""

from copy import copy
from datetime import timedelta
from uuid import uuid4

from django.core.management.color import no_style
from django.db import connection
from django.utils.text import slugify
from django.utils.timezone import now
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signal_handlers import disable_reference_index_auto_update

from editorial.models import ContentGap, ReviewState
from news.models import ArticlePage
from tests import factories

PAGES = 20_000
WAITING = 500


def large_site(section, editor, pages=PAGES, waiting=WAITING):
    """Fill a section with public articles, the first of which wait for a review of a change."""
    with disable_reference_index_auto_update():
        first = factories.ArticlePageFactory(parent=section, title="Article 1", owner=editor)
        factories.attribute(first, factories.ContributorFactory(name="Ada Example"))
    articles = multiply(ArticlePage.objects.get(pk=first.pk), pages - 1)
    queue(articles[:waiting], editor)
    gaps = [ContentGap(page_id=pk, check_name="byline-missing", text="-") for pk in articles]
    ContentGap.objects.bulk_create(gaps[::10], batch_size=500)
    take_stock()


def multiply(first, number):
    """Put copies of a page beside it, and return the keys of all."""
    model = type(first)
    base = Page.objects.get(pk=first.pk)
    keys = range(first.pk + 1, first.pk + 1 + number)
    Page.objects.bulk_create([_copy(base, key) for key in keys], batch_size=500)
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    copied = ", ".join(f'a."{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} (page_ptr_id, {columns}) SELECT p.id, {copied} "  # noqa: S608
            f"FROM wagtailcore_page p, {model._meta.db_table} a "
            "WHERE a.page_ptr_id = %s AND p.id > %s",
            [first.pk, first.pk],
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [Page]):
            cursor.execute(statement)  # PostgreSQL counts only the keys that it gave itself
    parent = first.get_parent()
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + number)
    return [first.pk, *keys]


def take_stock():
    """Let PostgreSQL count its rows, as it does by itself in the minute after so many are new.

    Until then it plans as for empty tables, and may join thousands of rows one by one.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _copy(base, key):
    page = copy(base)
    step = key - base.pk
    page.pk = page.id = key
    place = base._str2int(base.path[-base.steplen :]) + step
    page.path = base._get_path(base.path[: -base.steplen], base.depth, place)
    name = base.title.removesuffix(" 1")
    page.title = page.draft_title = f"{name} {step + 1}"
    page.slug, page.translation_key = f"{slugify(name)}-{step + 1}", uuid4()
    page.url_path = base.url_path.replace(base.slug, page.slug)
    page.has_unpublished_changes = True
    return page


def queue(keys, editor):
    """Let articles wait for a review, the first of them the longest."""
    base = ArticlePage.objects.get(pk=keys[0])
    state = base.get_workflow().start(_revised(base, editor), editor)
    task_state = TaskState.objects.get(pk=state.current_task_state_id)
    revision = base.latest_revision
    for number, key in enumerate(keys[1:]):
        started = now() - timedelta(minutes=number)
        each = _row(revision, object_id=str(key), created_at=started)
        flow = _row(state, object_id=str(key), current_task_state=None, requested_by=editor)
        step = _row(task_state, revision=each, workflow_state=flow, started_at=started)
        ReviewState(taskstate_ptr=step).save_base(raw=True)
        WorkflowState.objects.filter(pk=flow.pk).update(current_task_state=step)
        Page.objects.filter(pk=key).update(latest_revision=each)


def _revised(page, editor):
    page.save_revision(user=editor)
    page.refresh_from_db()
    return page


def _row(row, **changes):
    """Store a copy of a row as it is, without what its model would do besides."""
    new = copy(row)
    new.pk = new.id = None
    new._state.adding = True
    for name, value in changes.items():
        setattr(new, name, value)
    new.save_base(force_insert=True, raw=True)
    return new
