"""Read the configuration from environment variables, then from the file `.env`.

The README has a table of all variables.
"""

import os
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

import environ
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

PROJECT = Path(__file__).resolve().parent.parent.parent
MIN_KEY_LENGTH = 32
HOST = re.compile(r"\*|\.?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[\da-fA-F:.]+\]")
SERVER = re.compile(r"https?://([A-Za-z0-9_.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?")
ADDRESS = re.compile(r"[^@\s,]+@[^@\s,]+")
SWITCHES = {"": False, "0": False, "false": False, "no": False, "off": False}
SWITCHES |= {"1": True, "true": True, "yes": True, "on": True}
# Parameters of libpq that a DATABASE_URL may have, such as ?sslmode=require.
CONNECTION_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"}
CONNECTION_OPTIONS |= {"application_name", "target_session_attrs", "channel_binding"}
DATABASE_EXAMPLES = (
    "sqlite:///var/masthead.sqlite3 or postgres://user:password@localhost:5432/masthead"
)

env = environ.Env()
ENV_FILE = Path(os.environ.get("ENV_FILE", PROJECT / ".env"))
environ.Env.read_env(str(ENV_FILE))


def require(*names: str) -> None:
    """Raise ImproperlyConfigured if any of the variables is unset or empty."""
    missing = [name for name in names if not env.str(name, default="").strip()]
    if missing:
        raise ImproperlyConfigured(
            f"{' and '.join(missing)} must be set, in the environment or in the file {ENV_FILE}"
            f"{'' if ENV_FILE.exists() else ', which does not exist'}. "
            "The README describes all variables."
        )


def secret_key() -> str:
    """Return the SECRET_KEY. Raise ImproperlyConfigured if it is too short to be one."""
    key = env.str("SECRET_KEY")
    if len(key) < MIN_KEY_LENGTH:
        raise ImproperlyConfigured(
            f"SECRET_KEY must have at least {MIN_KEY_LENGTH} random characters, not {len(key)}."
        )
    return key


def allowed_hosts() -> list[str]:
    """Return the ALLOWED_HOSTS. Raise ImproperlyConfigured for anything but names of hosts."""
    hosts = [host.strip() for host in env.list("ALLOWED_HOSTS") if host.strip()]
    invalid = [host for host in hosts if not HOST.fullmatch(host)]
    if invalid or not hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must be names of hosts, without a scheme, port or path, such as "
            f"example.org,www.example.org{f', and not {invalid[0]}' if invalid else ''}."
        )
    return hosts


def number(name: str, default: int) -> int:
    """Return a variable that is a whole number, 0 or more."""
    text = env.str(name, default="").strip()
    if text and not (text.isascii() and text.isdecimal()):
        raise ImproperlyConfigured(f"{name} must be a whole number, such as {default}.")
    return int(text) if text else default


def switch(name: str) -> bool:
    """Return whether a variable is switched on."""
    text = env.str(name, default="").strip().lower()
    if text not in SWITCHES:
        raise ImproperlyConfigured(f"{name} must be 1 or 0.")
    return SWITCHES[text]


def choice(name: str, *values: str) -> str:
    """Return a variable that has one of these values, by default the first."""
    text = env.str(name, default="").strip().lower() or values[0]
    if text not in values:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(values)}.")
    return text


def addresses(name: str) -> list[str]:
    """Return a variable with email addresses, separated by commas."""
    found = [address.strip() for address in env.list(name, default=[]) if address.strip()]
    if not all(ADDRESS.fullmatch(address) for address in found):
        raise ImproperlyConfigured(
            f"{name} must be email addresses, separated by commas, such as admin@example.org."
        )
    return found


def time_zone(default: str) -> str:
    """Return the TIME_ZONE. Raise ImproperlyConfigured unless it is an IANA name."""
    name = env.str("TIME_ZONE", default="").strip() or default
    if name not in available_timezones():
        raise ImproperlyConfigured(
            "TIME_ZONE must be the IANA name of a time zone, such as Europe/London."
        )
    return name


def language(default: str) -> str:
    """Return the LANGUAGE_CODE. Raise ImproperlyConfigured for a language without translations."""
    code = env.str("LANGUAGE_CODE", default="").strip().lower() or default
    known = {name for name, _label in global_settings.LANGUAGES}
    if code not in known and code.partition("-")[0] not in known:
        raise ImproperlyConfigured(
            "LANGUAGE_CODE must be the tag of a language that Django knows, such as en-gb or de."
        )
    return code


def from_url(name: str, read: Callable[[], dict[str, object]], examples: str) -> dict[str, object]:
    """Return settings read from a URL. Raise ImproperlyConfigured, without the URL's password."""
    try:
        return read()
    except (ImproperlyConfigured, ValueError, KeyError, AttributeError) as error:
        raise ImproperlyConfigured(f"{name} is not valid. It looks like {examples}.") from error


def urls(name: str) -> list[str]:
    """Return a variable with URLs of servers, separated by commas."""
    found = [url.strip().rstrip("/") for url in env.list(name, default=[]) if url.strip()]
    for url in found:
        if not SERVER.fullmatch(url):
            raise ImproperlyConfigured(
                f"{name} must be URLs of servers, separated by commas, such as http://127.0.0.1:8080."
            )
    return found


def hosts(name: str) -> list[str]:
    """Return a variable with names of hosts, separated by commas."""
    found = [host.strip().lower() for host in env.list(name, default=[]) if host.strip()]
    for host in found:
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(f"{name} must be names of hosts, such as tube.example.org.")
    return found


def base_url(allowed_hosts: list[str]) -> str:
    """Return the public URL of the site: scheme, host and port, without a final slash.

    Raises ImproperlyConfigured if BASE_URL is not an HTTP or HTTPS URL without a path, or if its
    host is not one of the ALLOWED_HOSTS.
    """
    url = env.str("BASE_URL", default="").rstrip("/")
    if not url:
        return f"https://{allowed_hosts[0].lstrip('.')}"
    if not SERVER.fullmatch(url):
        raise ImproperlyConfigured(
            "BASE_URL must be the URL of the site without a path, such as https://www.example.org."
        )
    host = urlsplit(url).hostname
    if not validate_host(host, allowed_hosts):
        raise ImproperlyConfigured(f"The host of BASE_URL, {host}, must be in ALLOWED_HOSTS.")
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
    if parts.scheme == "sqlite" and name and not parts.netloc and not parts.query:
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
            # A host that is away must not keep a thread waiting for minutes.
            "OPTIONS": {"connect_timeout": "5"} | connection_options(parts.query),
        }
    raise invalid


def connection_options(query: str) -> dict[str, str]:
    """Return the parameters of a PostgreSQL connection that a DATABASE_URL has as its query."""
    options = dict(parse_qsl(query, keep_blank_values=True))
    if unknown := options.keys() - CONNECTION_OPTIONS:
        raise ImproperlyConfigured(
            f"DATABASE_URL has the parameter {min(unknown)}, but only these are known: "
            f"{', '.join(sorted(CONNECTION_OPTIONS))}."
        )
    return options


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
    if path.parent == PROJECT / "var":
        path.parent.mkdir(exist_ok=True)
    if not path.parent.is_dir():  # A mistyped path would begin an empty site beside the right one.
        raise ImproperlyConfigured(f"The folder of DATABASE_URL, {path.parent}, does not exist.")
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
