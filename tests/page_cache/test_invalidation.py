"""Which SQL statements invalidate cached pages and values."""

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection, transaction

from page_cache.invalidation import IGNORED_TABLES, is_visible_change
from page_cache.memoize import cached
from page_cache.models import CacheGeneration
from topics.models import Topic


@pytest.mark.parametrize(
    "statement",
    [
        'INSERT INTO "news_articlepage" ("title") VALUES (%s)',
        'INSERT OR IGNORE INTO "topics_topic" ("name") VALUES (%s)',
        "UPDATE wagtailcore_page SET path = %s WHERE path LIKE %s",
        'UPDATE "wagtailcore_page" SET "title" = %s, "draft_title" = %s WHERE "id" = %s',
        'UPDATE "wagtailcore_page" SET "live" = %s WHERE "id" = %s',
        'DELETE FROM "wagtailcore_pageviewrestriction" WHERE "id" = %s',
        'TRUNCATE "events_eventpage", "events_venue"',
        "update core_publicationsettings set name = 'x'",
        'INSERT INTO "an_unknown_table" DEFAULT VALUES',
    ],
)
def test_visible_changes(statement):
    assert is_visible_change(statement)


@pytest.mark.parametrize(
    "statement",
    [
        'SELECT "title" FROM "news_articlepage" WHERE "title" = \'UPDATE "x" SET\'',
        "WITH hits AS (SELECT 1) SELECT * FROM hits",
        'SAVEPOINT "s1"',
        'UPDATE "users_user" SET "last_login" = %s WHERE "id" = %s',
        'INSERT INTO "wagtailcore_revision" ("content") VALUES (%s)',
        'UPDATE "wagtailcore_page" SET "latest_revision_id" = %s, "draft_title" = %s '
        'WHERE "wagtailcore_page"."id" = %s',
        'INSERT INTO "images_siterendition" ("file") VALUES (%s)',
        'UPDATE "page_cache_cachegeneration" SET "number" = %s',
    ],
)
def test_invisible_changes(statement):
    assert not is_visible_change(statement)


def test_ignored_tables_exist():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    tables |= {"django_migrations", "search_fts"}
    assert [
        name for name in IGNORED_TABLES if not any(table.startswith(name) for table in tables)
    ] == []


@pytest.fixture
def page_cache_on(settings):
    settings.PAGE_CACHE_SECONDS = 300
    caches["pages"].clear()
    connection.visible_writes = 0  # Ignore the writes of the fixtures.


def test_value_is_cached_until_something_changes(
    db, page_cache_on, django_capture_on_commit_callbacks
):
    calls = []

    def compute():
        calls.append(1)
        return len(calls)

    assert [cached("value", compute) for _ in range(3)] == [1, 1, 1]
    with django_capture_on_commit_callbacks(execute=True):
        Topic.objects.create(name="New")
        assert cached("value", compute) == 2  # Not cached: the change is not committed.
    assert [cached("value", compute) for _ in range(2)] == [3, 3]
    assert cached("other", compute) == 4


def test_transaction_starts_one_generation(db, django_capture_on_commit_callbacks):
    before, _ = CacheGeneration.current()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for number in range(5):
            Topic.objects.create(name=f"Topic {number}")
    assert CacheGeneration.current()[0] == before + 1


def test_missing_generation_is_created(db):
    CacheGeneration.objects.all().delete()
    assert CacheGeneration.current() == (0, 0.0)
    CacheGeneration.bump()
    CacheGeneration.bump()
    assert CacheGeneration.current()[0] == 2
