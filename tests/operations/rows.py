"""Print all rows of all tables of the site that the environment names, as JSON."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.base")
django.setup()

from django.db import connection  # noqa: E402

if __name__ == "__main__":
    found = {}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        # Of SQLite's full text indexes, the tables that hold their content are enough.
        for table in [name for name in tables if "_fts" not in name]:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- a name of the database
            found[table] = sorted(str(row) for row in cursor.fetchall())
    sys.stdout.write(json.dumps(found))
