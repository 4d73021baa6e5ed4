"""Insert pages as plain rows: `add_child` would take hours for thousands of them."""

from collections.abc import Sequence
from itertools import islice
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models
from django.utils.timezone import now
from wagtail.models import Page


def next_key(model: type[models.Model]) -> int:
    """Return the first unused primary key."""
    return (model.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def place_below(parent: Page, pages: Sequence[Page], first_key: int) -> None:
    """Set primary keys, paths and the fields that Wagtail sets when it saves a page.

    The pages are of one type, have titles and slugs, and become the last children of the parent.
    """
    last = parent.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    content_type = ContentType.objects.get_for_model(type(pages[0]))
    moment = now()
    for number, page in enumerate(pages):
        page.pk = page.id = page.page_ptr_id = first_key + number
        page.path = Page._get_path(parent.path, parent.depth + 1, step + 1 + number)
        page.depth, page.numchild = parent.depth + 1, 0
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.content_type, page.locale = content_type, parent.locale
        page.draft_title, page.translation_key = page.title, uuid4()
        page.latest_revision_created_at = page.last_published_at = moment


def insert(rows: Sequence[models.Model], batch: int = 500) -> None:
    """Insert instances of one model into its table and those of its parent models."""
    for model in [*type(rows[0])._meta.get_parent_list(), type(rows[0])]:
        if model._meta.local_concrete_fields and not model._meta.abstract:
            _insert_into(model, rows, batch)


def _insert_into(model: type[models.Model], rows: Sequence[models.Model], batch: int) -> None:
    fields = model._meta.local_concrete_fields
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - only names of columns
    values = (
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        for row in rows
    )
    with connection.cursor() as cursor:
        while chunk := list(islice(values, batch)):
            cursor.executemany(sql, chunk)


def count_children(parent: Page) -> None:
    """Update the number of children of a page."""
    children = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).count()
    Page.objects.filter(pk=parent.pk).update(numchild=children)


def reset_sequences() -> None:
    """Advance the sequences past the inserted keys, and update the statistics of the planner."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Page]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
