"""Create the full-text indexes on `SearchText`, which the databases keep up to date.

SQLite gets two FTS5 tables without content of their own, and triggers on the table of texts
("External Content Tables" in SQLite's manual). PostgreSQL gets two generated columns, and functions
that force the use of their indexes: its planner underestimates a sequential scan, which has to
decompress every text. Two more indexes on PostgreSQL find hidden pages.

A later migration that alters the table of texts recreates it on SQLite, and has to create the
triggers again.
"""

from django.db import migrations

COLUMNS = ["title", "lead", "body"]


def _trigger(name: str, event: str, *statements: str) -> str:
    body = " ".join(f"{statement};" for statement in statements)
    return f"CREATE TRIGGER {name} AFTER {event} ON search_searchtext BEGIN {body} END"


def _insert(table: str, columns: list[str]) -> str:
    new = ", ".join(f"new.{column}" for column in ["entry_id", *columns])
    return f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES ({new})"


def _delete(table: str, columns: list[str]) -> str:
    old = ", ".join(f"old.{column}" for column in ["entry_id", *columns])
    return f"INSERT INTO {table} ({table}, rowid, {', '.join(columns)}) VALUES ('delete', {old})"


def _sqlite() -> list[str]:
    tables = {"search_fts": COLUMNS, "search_titles": COLUMNS[:1]}
    inserts = [_insert(table, columns) for table, columns in tables.items()]
    deletes = [_delete(table, columns) for table, columns in tables.items()]
    return [
        "CREATE VIRTUAL TABLE search_fts USING fts5 (title, lead, body, "
        "content='search_searchtext', content_rowid='entry_id', tokenize='ascii')",
        "CREATE VIRTUAL TABLE search_titles USING fts5 (title, prefix='2 3', "
        "content='search_searchtext', content_rowid='entry_id', tokenize='ascii')",
        _trigger("search_text_added", "INSERT", *inserts),
        _trigger("search_text_gone", "DELETE", *deletes),
        _trigger("search_text_changed", "UPDATE", *deletes, *inserts),
    ]


def _vector(column: str, weight: str) -> str:
    return f"setweight(to_tsvector('simple', {column}), '{weight}')"


def _postgresql() -> list[str]:
    vectors = {
        "vector": " || ".join(map(_vector, COLUMNS, "ABD")),
        "title_vector": "to_tsvector('simple', title)",
    }
    columns = [
        f"ADD COLUMN {name} tsvector GENERATED ALWAYS AS ({made}) STORED"
        for name, made in vectors.items()
    ]
    indexes = [
        f"CREATE INDEX search_searchtext_{name} ON search_searchtext USING gin ({name}) "
        "WITH (fastupdate = off)"
        for name in vectors
    ]
    functions = [
        f"CREATE FUNCTION search_{name}_having(asked tsquery) RETURNS SETOF bigint LANGUAGE sql "
        "STABLE ROWS 100 SET enable_seqscan TO off "
        f"AS 'SELECT entry_id FROM search_searchtext WHERE {name} @@ asked'"
        for name in vectors
    ]
    hidden = [
        "CREATE INDEX search_unpublished_pages ON wagtailcore_page (id) WHERE NOT live",
        "CREATE INDEX search_expiring_pages ON wagtailcore_page (expire_at) "
        "WHERE expire_at IS NOT NULL",
    ]
    table = f"ALTER TABLE search_searchtext {', '.join(columns)}"
    # Ordered by bytes, as on SQLite, so that one index serves both prefixes and sorting.
    key = 'ALTER TABLE search_searchentry ALTER COLUMN key TYPE varchar(300) COLLATE "C"'
    return [table, key, *indexes, *functions, *hidden]


def make(apps, schema_editor):
    statements = _sqlite() if schema_editor.connection.vendor == "sqlite" else _postgresql()
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make)]
