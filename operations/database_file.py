"""Notice that the SQLite file of a running server was deleted or replaced."""

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connection

Application = Callable[[dict, Callable], Iterable[bytes]]
SQLITE = "django.db.backends.sqlite3"


def database_path() -> Path:
    """Return the path of the SQLite file."""
    name = str(settings.DATABASES["default"]["NAME"])
    if name.startswith("file:///"):  # as `require_database_file` writes it
        name = unquote(urlsplit(name).path)
    return Path(name).absolute()


def require_database_file() -> Path | None:
    """Let connections open an existing file only, and return its path; None for other databases.

    SQLite would make an empty one, and all pages would fail. Raises FileNotFoundError if there is
    none.
    """
    values = settings.DATABASES["default"]
    if values["ENGINE"] != SQLITE:
        return None
    path = database_path()
    if not path.exists():
        raise FileNotFoundError(
            f"The database {path} does not exist. This makes a new one:  manage.py setup"
        )
    values["NAME"] = connection.settings_dict["NAME"] = f"{path.as_uri()}?mode=rw"
    return path


def protect_database_file() -> None:
    """Let only its owner read the SQLite file: it holds accounts and drafts."""
    if settings.DATABASES["default"]["ENGINE"] == SQLITE and (path := database_path()).exists():
        for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            if name.exists():
                name.chmod(0o600)


class DatabaseFileGuard:
    """A WSGI application (PEP 3333) that closes connections to a file that is no longer there.

    An open connection would go on with the deleted file, whose content is lost at the next start.
    """

    def __init__(self, application: Application, path: Path) -> None:
        self.application, self.path = application, path
        self.threads = threading.local()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Return the response of the application."""
        try:
            found = os.stat(self.path)
            file = (found.st_dev, found.st_ino)
        except OSError:
            file = None
        if file is None or file != getattr(self.threads, "file", file):
            connection.close()
        self.threads.file = file
        return self.application(environ, start_response)
