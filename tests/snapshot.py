"""What a fixture puts into the database and beside it, kept so that the next test has it at once.

Each test still begins with the database as the migrations leave it, and ends with a rollback. Only
the making is spared: the rows are written as they were, past all models and signals.
"""

import pickle
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

# A column as it is stored: PostgreSQL takes any value as text, SQLite what was not converted.
RAW = {"postgresql": '"{}"::text', "sqlite": '+"{}"'}


class Snapshot:
    """The rows, files and objects that were made once."""

    def __init__(self, make):
        self.make = make
        self.pickled = None

    def get(self, *args):
        """Return what `make` returns, made anew or put back."""
        if self.pickled is None:
            tables, files = rows_by_table(), files_by_path()
            made = self.make(*args)
            self.pickled = pickle.dumps(made)
            self.rows = changes(tables, rows_by_table())
            self.files = {
                path: content for path, content in files_by_path().items() if path not in files
            }
            return made
        self.put_back()
        return pickle.loads(self.pickled)  # noqa: S301

    def put_back(self):
        """Write the rows, and the files that a test has removed since."""
        with connection.cursor() as cursor:
            for statement, rows in self.rows:
                cursor.executemany(statement, rows)
        for path, content in self.files.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def rows_by_table():
    """Return all rows of all tables, by their keys."""
    return {model: _rows(model) for model in apps.get_models(include_auto_created=True)}


def _columns(model):
    return [field.column for field in model._meta.local_concrete_fields]


def _rows(model):
    """Return rows by their keys, each value in a form in which it can be written again."""
    # The full-text table of SQLite is filled by the database itself.
    if model._meta.proxy or model._meta.db_table.endswith("_fts"):
        return {}
    columns = ", ".join(RAW[connection.vendor].format(column) for column in _columns(model))
    key = _columns(model).index(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}"')  # noqa: S608
        return {row[key]: row for row in cursor.fetchall()}


def changes(before, after):
    """Return statements, each with the rows for it, that lead from one state to the other."""
    found = []
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
            found.append((f'INSERT INTO "{table}" ({names}) VALUES ({marks})', new))  # noqa: S608
        if changed:
            values = ", ".join(f'"{column}" = %s' for column in columns)
            found.append((f'UPDATE "{table}" SET {values} WHERE "{key}" = %s', changed))  # noqa: S608
    return found


def files_by_path():
    """Return the files that were uploaded, by their paths."""
    root = Path(settings.MEDIA_ROOT)
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
