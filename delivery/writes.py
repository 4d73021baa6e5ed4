"""Sees what is written into the database, by whatever code, and raises the generation after it.

Signals of models would miss what is written by queries, in bulk, or by other people's SQL; here
every statement passes. What is not known to concern the staff alone counts as seen by readers: a
table that nobody thought of costs a few pages that are made anew, and shows nothing old.
"""

import re
from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from delivery.models import Generation
from delivery.purging import purge

WRITE = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|(?P<update>UPDATE)|DELETE FROM|TRUNCATE)"
    r'\s+"?(?P<table>\w+)',
    re.IGNORECASE,
)
# Tables, by the beginnings of their names, of which no reader sees anything on a page that is kept:
# of the staff and their work, of versions and histories, of indexes, and of what belongs to pages
# as they are drawn.
UNSEEN = (
    *("auth_", "users_", "wagtailusers_", "django_", "editorial_", "wagtailadmin_", "importers_"),
    *(f"wagtailcore_{name}" for name in ("comment", "group", "modellog", "pagelog", "task")),
    *(f"wagtailcore_{name}" for name in ("pagesubscription", "referenceindex", "revision")),
    *(f"wagtailcore_{name}" for name in ("uploadedfile", "workflow")),
    *("search_", "wagtailsearch", "images_siterendition", "wagtailimages_", "wagtailembeds_"),
    "delivery_",
)
PAGES = "wagtailcore_page"
SET = re.compile(r'"(\w+)" = ')
# The columns of a page that change when a draft of it is saved, or locked.
OF_DRAFTS = {
    *("latest_revision_id", "latest_revision_created_at", "draft_title", "has_unpublished_changes"),
    *("locked", "locked_at", "locked_by_id"),
}
Execute = Callable[[str, object, bool, dict], object]


def watch(connection: BaseDatabaseWrapper, **_others: object) -> None:
    """Have a connection tell what it writes; it may be opened more than once."""
    if note not in connection.execute_wrappers:
        connection.execute_wrappers.append(note)


def note(execute: Execute, sql: str, params: object, many: bool, context: dict) -> object:
    """Execute a statement; where readers see what it writes, the generation grows once it holds.

    That is after the transaction: until then other connections read what was there before.
    """
    result = execute(sql, params, many, context)
    if is_seen(sql):
        connection = context["connection"]
        connection.seen_writes = getattr(connection, "seen_writes", 0) + 1
        transaction.on_commit(lambda: _settle(connection), using=connection.alias)
    return result


def is_seen(sql: str) -> bool:
    """Tell whether a statement changes what readers see."""
    found = WRITE.match(sql)
    if not found or found["table"].startswith(UNSEEN):
        return False
    if found["update"] and found["table"] == PAGES:
        columns = SET.findall(sql.rpartition(" WHERE ")[0])
        return not columns or not OF_DRAFTS.issuperset(columns)
    return True


def _settle(connection: BaseDatabaseWrapper) -> None:
    """Raise the generation, once for all that a transaction has written."""
    if connection.seen_writes:
        connection.seen_writes = 0
        try:
            Generation.grow()
        except DatabaseError:  # As long as migrations run there is none, and nothing to grow old.
            if Generation._meta.db_table in connection.introspection.table_names():
                raise
        purge()
