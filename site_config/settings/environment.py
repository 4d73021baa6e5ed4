"""Read the configuration from environment variables, then from the file `.env`.

The README has a table of all variables.
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
    """Raise ImproperlyConfigured if any of the variables is unset or empty."""
    missing = [name for name in names if not env.str(name, default="").strip()]
    if missing:
        raise ImproperlyConfigured(
            f"{' and '.join(missing)} must be set, in the environment or in the file .env. "
            "The README describes all variables."
        )


def base_url(allowed_hosts: list[str]) -> str:
    """Return the public URL of the site: scheme, host and port, without a final slash.

    Raises ImproperlyConfigured if BASE_URL is not an HTTP or HTTPS URL without a path.
    """
    url = env.str("BASE_URL", default="").rstrip("/")
    if not url:
        return f"https://{allowed_hosts[0].lstrip('.')}"
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            "BASE_URL must be the URL of the site without a path, such as https://www.example.org."
        )
    return url


def database(url: str) -> dict[str, object]:
    """Return Django's database settings for a DATABASE_URL.

    Raises ImproperlyConfigured unless it is the URL of a SQLite file or a PostgreSQL database. The
    message omits the URL, as it may contain a password.
    """
    invalid = ImproperlyConfigured(
        f"DATABASE_URL is not the URL of a database. It looks like {DATABASE_EXAMPLES}."
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise invalid from error
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
            "CONN_MAX_AGE": None,  # persistent connections, one for each thread of the server
            "CONN_HEALTH_CHECKS": True,
        }
    raise invalid


def library(name: str, variable: str) -> ModuleType:
    """Return an optional module.

    Raises ImproperlyConfigured, naming the variable that requires it, if it is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            f"{variable} needs more libraries. This installs them:  "
            ".venv/bin/uv pip install --require-hashes -r requirements-hosts.txt"
        ) from error


def sqlite(path: Path) -> dict[str, object]:
    """Return the settings of a SQLite file that several processes write to.

    Write-ahead logging and immediate transactions avoid “database is locked” errors when editors
    save at the same time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # Opening the file takes longer than most responses.
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
