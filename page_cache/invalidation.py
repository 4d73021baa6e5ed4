"""Invalidate cached pages after a committed write to a table that readers see.

Model signals miss QuerySet updates, bulk inserts and raw SQL, so an execute wrapper looks at every
statement. Every table that is not listed in IGNORED_TABLES counts as visible: an unknown table may
cause superfluous rendering, but never leaves a stale page in the cache.
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
# Prefixes of the tables whose rows never show on a cached page: accounts, editorial work, revisions
# and logs, indexes, renditions and embeds.
IGNORED_TABLES = (
    *(
        "account_",
        "accounts_",
        "axes_",
        "mfa_",
        "usersessions_",
        "auth_",
        "users_",
        "wagtailusers_",
        "django_",
        "editorial_",
        "form_pages_submission",
        "letters_recipient",
        "letters_subscri",
        "wagtailforms_",
        "wagtailadmin_",
        "importers_",
        "demo_",
        "operations_",
    ),
    *(f"wagtailcore_{name}" for name in ("comment", "group", "modellog", "pagelog", "task")),
    *(f"wagtailcore_{name}" for name in ("pagesubscription", "referenceindex", "revision")),
    *(f"wagtailcore_{name}" for name in ("uploadedfile", "workflow")),
    *("search_", "wagtailsearch", "images_siterendition", "wagtailimages_", "wagtailembeds_"),
    "page_cache_",
)
PAGES = "wagtailcore_page"
SET = re.compile(r'"(\w+)" = ')
# Columns that change when a draft of a page is saved or a page is locked.
DRAFT_COLUMNS = {
    *("latest_revision_id", "latest_revision_created_at", "draft_title", "has_unpublished_changes"),
    *("locked", "locked_at", "locked_by_id"),
}
Execute = Callable[[str, object, bool, dict], object]


def install(connection: BaseDatabaseWrapper, **_others: object) -> None:
    """Track the writes of a connection (receiver of `connection_created`, sent at each opening)."""
    if track_write not in connection.execute_wrappers:
        connection.execute_wrappers.append(track_write)


def track_write(execute: Execute, sql: str, params: object, many: bool, context: dict) -> object:
    """Execute a statement and, if it changes a visible table, start a new generation on commit.

    Not earlier: until the commit, other connections still read the old rows.
    """
    result = execute(sql, params, many, context)
    if is_visible_change(sql):
        connection = context["connection"]
        connection.visible_writes = getattr(connection, "visible_writes", 0) + 1
        transaction.on_commit(lambda: bump_on_commit(connection), using=connection.alias)
    return result


def is_visible_change(sql: str) -> bool:
    """Return whether a statement writes to a table, and to columns, that readers see."""
    write = WRITE.match(sql)
    if not write or write["table"].startswith(IGNORED_TABLES):
        return False
    if write["update"] and write["table"] == PAGES:
        columns = SET.findall(sql.rpartition(" WHERE ")[0])
        return not columns or not DRAFT_COLUMNS.issuperset(columns)
    return True


def bump_on_commit(connection: BaseDatabaseWrapper) -> None:
    """Start a new generation, once per transaction."""
    if connection.visible_writes:
        connection.visible_writes = 0
        try:
            CacheGeneration.bump()
        except DatabaseError:  # During the first migration the table does not exist yet.
            if CacheGeneration._meta.db_table in connection.introspection.table_names():
                raise
        purge()


def purge() -> None:
    """Purge all pages from the caches in front of the site.

    One request for `/*` purges everything: so do our configurations of nginx and Varnish, and
    CloudFront supports the wildcard.
    """
    if settings.WAGTAILFRONTENDCACHE:
        purge_urls_from_cache([f"{settings.BASE_URL}/*"])
