"""Print all rows of all tables of the site that the environment names, as JSON."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.base")
django.setup()

from django.apps import apps  # noqa: E402
from django.db import connection  # noqa: E402

from operations.export.tables import json_lines  # noqa: E402


def raw_rows():
    """Return all rows of all tables as text, by table."""
    found = {}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        # Of SQLite's full text indexes, the tables that hold their content are enough.
        for table in [name for name in tables if "_fts" not in name]:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- a name of the database
            found[table] = sorted(str(row) for row in cursor.fetchall())
    return found


def rows_as_json():
    """Return all rows of all models as JSON, by the lower-case name of the model."""
    tables = set(connection.introspection.table_names())
    return {
        model._meta.label_lower.replace(".", "_"): [line.decode() for line in json_lines(model)]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.db_table in tables
    }


if __name__ == "__main__":
    rows = rows_as_json() if "--json" in sys.argv else raw_rows()
    sys.stdout.write(json.dumps(rows))
