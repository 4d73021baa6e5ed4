"""Create or drop the database on which update.sh rehearses a migration.

    scratch_database.py create|drop FOLDER

It is beside the site's own one on the same server, or a file in FOLDER. `create` prints its
DATABASE_URL.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from site_config.settings.environment import env

SUFFIX = "_rehearsal"


def main(action: str, folder: str) -> None:
    """Drop the database if it exists, and create it unless it should be dropped."""
    url = env.str("DATABASE_URL", "")
    if not url.startswith("postgres"):
        path = Path(folder) / "rehearsal.sqlite3"
        for name in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            name.unlink(missing_ok=True)
        print(f"sqlite:///{path}")  # noqa: T201
        return
    parts = urlsplit(url)
    name = parts.path[1:] + SUFFIX
    with psycopg.connect(url, autocommit=True) as server:
        database = sql.Identifier(name)
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
        if action == "create":
            statement = "CREATE DATABASE {} TEMPLATE template0"
            server.execute(sql.SQL(statement).format(database))
    print(urlunsplit(parts._replace(path=f"/{name}")))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
