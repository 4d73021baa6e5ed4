"""Reads what the administrator configures: environment variables, then the file `.env`.

Every variable is described in one table of the README.
"""

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

PROJECT = Path(__file__).resolve().parent.parent.parent
DATABASE_EXAMPLES = (
    "sqlite:///var/masthead.sqlite3 or postgres://user:password@localhost:5432/masthead"
)

env = environ.Env()
environ.Env.read_env(os.environ.get("ENV_FILE", str(PROJECT / ".env")))


def require(*names: str) -> None:
    """Raise ImproperlyConfigured naming every variable of `names` that is not set or empty."""
    missing = [name for name in names if not env.str(name, default="").strip()]
    if missing:
        raise ImproperlyConfigured(
            f"{' and '.join(missing)} must be set, in the environment or in the file .env. "
            "The README says what each is for."
        )


def base_url(allowed_hosts: list[str]) -> str:
    """Return the public address of the site: scheme, host and port, without a final slash.

    Raises ImproperlyConfigured where BASE_URL is not an http or https address.
    """
    url = env.str("BASE_URL", default="").rstrip("/")
    if not url:
        return f"https://{allowed_hosts[0].lstrip('.')}"
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            "BASE_URL must be the address of the site without a path, "
            "such as https://www.example.org."
        )
    return url


def database(url: str) -> dict[str, object]:
    """Return Django's database settings for a DATABASE_URL.

    Raises ImproperlyConfigured, without repeating the address (it may hold a password), where
    the address names no SQLite file and no PostgreSQL database.
    """
    refusal = ImproperlyConfigured(
        f"DATABASE_URL is not an address of a database. It looks like {DATABASE_EXAMPLES}."
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise refusal from error
    name = unquote(parts.path[1:])
    if parts.scheme == "sqlite" and name and not parts.netloc:
        return sqlite(PROJECT / name)
    if parts.scheme in {"postgres", "postgresql"} and name and "/" not in name:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": port or "",
            # Each thread of the server keeps its connection, and looks whether it still holds.
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise refusal


def library(name: str, variable: str) -> ModuleType:
    """Return a module that only some sites need.

    Raises ImproperlyConfigured, naming the variable that asks for it, where a library is missing.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            f"{variable} needs more libraries. This installs them:  "
            ".venv/bin/uv pip install --require-hashes -r requirements-hosts.txt"
        ) from error


def sqlite(path: Path) -> dict[str, object]:
    """Return the settings of a SQLite file that several processes may write to.

    Write-ahead logging, and a lock taken when a transaction begins rather than half way through
    it: without these, editors who save at the same moment lose work to "database is locked".
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # To open the file anew takes longer than most answers.
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
