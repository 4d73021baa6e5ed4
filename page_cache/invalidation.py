"""Invalidate cached pages after a committed write to a table that readers see.

Model signals miss QuerySet updates, bulk inserts and raw SQL, so an execute wrapper looks at every
statement. A table that is not known to concern the staff alone counts as visible: an unknown table
costs some pages that are rendered again, but never shows a stale one.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache

from page_cache.models import CacheGeneration

WRITE = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|(?P<update>UPDATE)|DELETE FROM|TRUNCATE)"
    r'\s+"?(?P<table>\w+)',
    re.IGNORECASE,
)
# Tables, by the beginnings of their names, of which no reader sees anything on a page that is kept:
# of the staff and their work, of versions and histories, of indexes, and of what belongs to pages
# as they are drawn.
IGNORED_TABLES = (
    *("auth_", "users_", "wagtailusers_", "django_", "editorial_", "wagtailadmin_", "importers_"),
    *(f"wagtailcore_{name}" for name in ("comment", "group", "modellog", "pagelog", "task")),
    *(f"wagtailcore_{name}" for name in ("pagesubscription", "referenceindex", "revision")),
    *(f"wagtailcore_{name}" for name in ("uploadedfile", "workflow")),
    *("search_", "wagtailsearch", "images_siterendition", "wagtailimages_", "wagtailembeds_"),
    "page_cache_",
)
PAGES = "wagtailcore_page"
SET = re.compile(r'"(\w+)" = ')
# The columns of a page that change when a draft of it is saved, or locked.
DRAFT_COLUMNS = {
    *("latest_revision_id", "latest_revision_created_at", "draft_title", "has_unpublished_changes"),
    *("locked", "locked_at", "locked_by_id"),
}
Execute = Callable[[str, object, bool, dict], object]


def install(connection: BaseDatabaseWrapper, **_others: object) -> None:
    """Have a connection tell what it writes; it may be opened more than once."""
    if track_write not in connection.execute_wrappers:
        connection.execute_wrappers.append(track_write)


def track_write(execute: Execute, sql: str, params: object, many: bool, context: dict) -> object:
    """Execute a statement; where readers see what it writes, the generation grows once it holds.

    That is after the transaction: until then other connections read what was there before.
    """
    result = execute(sql, params, many, context)
    if is_visible_change(sql):
        connection = context["connection"]
        connection.visible_writes = getattr(connection, "visible_writes", 0) + 1
        transaction.on_commit(lambda: bump_on_commit(connection), using=connection.alias)
    return result


def is_visible_change(sql: str) -> bool:
    """Tell whether a statement changes what readers see."""
    found = WRITE.match(sql)
    if not found or found["table"].startswith(IGNORED_TABLES):
        return False
    if found["update"] and found["table"] == PAGES:
        columns = SET.findall(sql.rpartition(" WHERE ")[0])
        return not columns or not DRAFT_COLUMNS.issuperset(columns)
    return True


def bump_on_commit(connection: BaseDatabaseWrapper) -> None:
    """Raise the generation, once for all that a transaction has written."""
    if connection.visible_writes:
        connection.visible_writes = 0
        try:
            CacheGeneration.bump()
        except DatabaseError:  # As long as migrations run there is none, and nothing to grow old.
            if CacheGeneration._meta.db_table in connection.introspection.table_names():
                raise
        purge()


def purge() -> None:
    """Have every cache before the site drop all its pages, by the one rule of our own.

    One address stands for all: our configurations of nginx and Varnish take it so, and CloudFront
    knows the star.
    """
    if settings.WAGTAILFRONTENDCACHE:
        purge_urls_from_cache([f"{settings.BASE_URL}/*"])
