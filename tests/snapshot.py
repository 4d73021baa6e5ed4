"""Cache the rows and files that a fixture creates, to restore them quickly for the next test.

Each test still starts with the migrated database and ends with a rollback. A snapshot is restored
as plain rows, without models and signals.
"""

import pickle
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

# Selects the stored value of a column: PostgreSQL accepts any value as text, and the plus sign
# keeps SQLite from converting values.
RAW = {"postgresql": '"{}"::text', "sqlite": '+"{}"'}


class Snapshot:
    """The rows, files and objects that a fixture has created."""

    def __init__(self, make):
        self.make = make
        self.pickled = None

    def get(self, *args):
        """Return the result of `make`, from the first call or restored."""
        if self.pickled is None:
            tables, files = rows_by_table(), files_by_path()
            made = self.make(*args)
            self.pickled = pickle.dumps(made)
            self.rows = changes(tables, rows_by_table())
            self.files = {
                path: content for path, content in files_by_path().items() if path not in files
            }
            return made
        self.restore()
        return pickle.loads(self.pickled)  # noqa: S301

    def restore(self):
        """Restore the rows, and the files that a test has removed."""
        with connection.cursor() as cursor:
            for statement, rows in self.rows:
                cursor.executemany(statement, rows)
        for path, content in self.files.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def rows_by_table():
    """Return the rows of all tables, keyed by model and primary key."""
    return {model: _rows(model) for model in apps.get_models(include_auto_created=True)}


def _columns(model):
    return [field.column for field in model._meta.local_concrete_fields]


def _rows(model):
    """Return the stored values of all rows, keyed by primary key."""
    # Triggers fill the full-text table of SQLite.
    if model._meta.proxy or model._meta.db_table.endswith("_fts"):
        return {}
    columns = ", ".join(RAW[connection.vendor].format(column) for column in _columns(model))
    key = _columns(model).index(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}"')  # noqa: S608
        return {row[key]: row for row in cursor.fetchall()}


def changes(before, after):
    """Return SQL statements with their parameters that lead from one state to the other."""
    statements = []
    for model, rows in after.items():
        columns = _columns(model)
        new = [row for key, row in rows.items() if key not in before[model]]
        changed = [
            (*row, key)
            for key, row in rows.items()
            if key in before[model] and row != before[model][key]
        ]
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        table, key = model._meta.db_table, model._meta.pk.column
        if new:
            statements.append((f'INSERT INTO "{table}" ({names}) VALUES ({marks})', new))  # noqa: S608
        if changed:
            values = ", ".join(f'"{column}" = %s' for column in columns)
            statements.append((f'UPDATE "{table}" SET {values} WHERE "{key}" = %s', changed))  # noqa: S608
    return statements


def files_by_path():
    """Return the content of all uploaded files, keyed by path."""
    root = Path(settings.MEDIA_ROOT)
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
