"""A large site, created with bulk inserts; creating its pages one by one would take minutes."""

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
    """Fill a section with live articles, the first of which have a draft in review."""
    with disable_reference_index_auto_update():
        first = factories.ArticlePageFactory(parent=section, title="Article 1", owner=editor)
        factories.attribute(first, factories.ContributorFactory(name="Ada Example"))
    articles = multiply(ArticlePage.objects.get(pk=first.pk), pages - 1)
    queue(articles[:waiting], editor)
    gaps = [ContentGap(page_id=pk, check_name="byline-missing", text="-") for pk in articles]
    ContentGap.objects.bulk_create(gaps[::10], batch_size=500)
    analyze_tables()


def multiply(first, number):
    """Insert copies of a page as its siblings, and return the primary keys of all."""
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
            cursor.execute(statement)  # PostgreSQL does not count keys that were set explicitly.
    parent = first.get_parent()
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + number)
    return [first.pk, *keys]


def analyze_tables():
    """Update the statistics of PostgreSQL, which autovacuum does only after about a minute.

    Without them, queries are planned for empty tables, with nested loops over thousands of rows.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _copy(base, key):
    page = copy(base)
    offset = key - base.pk
    page.pk = page.id = key
    position = base._str2int(base.path[-base.steplen :]) + offset
    page.path = base._get_path(base.path[: -base.steplen], base.depth, position)
    name = base.title.removesuffix(" 1")
    page.title = page.draft_title = f"{name} {offset + 1}"
    page.slug, page.translation_key = f"{slugify(name)}-{offset + 1}", uuid4()
    page.url_path = base.url_path.replace(base.slug, page.slug)
    page.has_unpublished_changes = True
    return page


def queue(keys, editor):
    """Create a review for each article; the first one waits the longest."""
    base = ArticlePage.objects.get(pk=keys[0])
    state = base.get_workflow().start(_revised(base, editor), editor)
    task_state = TaskState.objects.get(pk=state.current_task_state_id)
    revision = base.latest_revision
    for number, key in enumerate(keys[1:]):
        started = now() - timedelta(minutes=number)
        draft = _row(revision, object_id=str(key), created_at=started)
        workflow = _row(state, object_id=str(key), current_task_state=None, requested_by=editor)
        task = _row(task_state, revision=draft, workflow_state=workflow, started_at=started)
        ReviewState(taskstate_ptr=task).save_base(raw=True)
        WorkflowState.objects.filter(pk=workflow.pk).update(current_task_state=task)
        Page.objects.filter(pk=key).update(latest_revision=draft)


def _revised(page, editor):
    page.save_revision(user=editor)
    page.refresh_from_db()
    return page


def _row(row, **changes):
    """Insert a copy of a row, without the signals and the custom `save()` of its model."""
    new = copy(row)
    new.pk = new.id = None
    new._state.adding = True
    for name, value in changes.items():
        setattr(new, name, value)
    new.save_base(force_insert=True, raw=True)
    return new
