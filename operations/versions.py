"""The version of the code, and whether its database fits."""

import tomllib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model


@cache
def version() -> str:
    """Return the version of Masthead."""
    project = tomllib.loads((settings.PROJECT / "pyproject.toml").read_text())["project"]
    return project["version"]


def applied_migrations() -> list[str]:
    """Return the migrations that the database has, such as `news.0001_initial`."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def known_migrations() -> set[str]:
    """Return all migrations that this version of the code has, also those that were squashed."""
    loader = MigrationExecutor(connection).loader
    names = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        names.update(migration.replaces)
    return {".".join(key) for key in names}


def missing_migrations() -> list[str]:
    """Return the migrations that the database does not have yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def missing_columns() -> list[str]:
    """Return the columns of our models that the database lacks.

    Versions before 1.0 rewrote their migrations: a database made by one of them looks as if it were
    up to date, as the names of its migrations are recorded.
    """
    wanted = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and is_ours(model)
        for field in model._meta.local_concrete_fields
    }
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        found = {
            (table, column.name)
            for table in {table for table, _column in wanted} & tables
            for column in connection.introspection.get_table_description(cursor, table)
        }
    return sorted(f"{table}.{column}" for table, column in wanted - found)


def is_ours(model: type[Model]) -> bool:
    """Return whether a model belongs to Masthead, and not to a library."""
    folder = Path(apps.get_app_config(model._meta.app_label).path)
    return folder.parent == settings.PROJECT
