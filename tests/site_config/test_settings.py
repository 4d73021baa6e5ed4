"""Environment variables: valid values work, invalid ones get a clear message of one line."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from site_config.settings.environment import base_url, database
from tests.commands import GOOD, manage


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({}, ["SECRET_KEY", "ALLOWED_HOSTS"]),
        ({"SECRET_KEY": "x" * 40}, ["ALLOWED_HOSTS"]),
        ({"ALLOWED_HOSTS": "example.org"}, ["SECRET_KEY"]),
        ({"SECRET_KEY": " ", "ALLOWED_HOSTS": "example.org"}, ["SECRET_KEY"]),
    ],
)
def test_missing_variables_are_named(variables, missing):
    result = manage("check", **variables)
    assert result.returncode == 1
    line = result.stderr.strip()
    assert "\n" not in line
    assert line.startswith("Masthead cannot start.")
    for name in ("SECRET_KEY", "ALLOWED_HOSTS"):
        assert (name in line) == (name in missing)


def test_malformed_database_url_gets_one_line_without_its_password():
    url = "postgres//user:hunter2@localhost/masthead"
    result = manage("check", **GOOD, DATABASE_URL=url)
    assert result.returncode == 1
    assert "\n" not in result.stderr.strip()
    assert "DATABASE_URL" in result.stderr
    assert "hunter2" not in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "https://example.org"),
        ("ALLOWED_HOSTS", "example.org:8000"),
        ("BASE_URL", "example.org"),
        ("BASE_URL", "https://example.org/path"),
        ("BASE_URL", "https://other.example"),
        ("CACHE_URL", "nonsense"),
        ("CACHE_URL", "foo://x"),
        ("DATABASE_URL", "postgres://u:hunter2@h/db?sslmod=require"),
        ("DATABASE_URL", "sqlite:///a.sqlite3?mode=ro"),
        ("EMAIL_URL", "nonsense"),
        ("EMAIL_URL", "smtp://a:hunter2@c:port"),
        ("FRONTEND_CACHES", "cache:80"),
        ("IDLE_SECONDS", "soon"),
        ("LANGUAGE_CODE", "xx-klingon"),
        ("LANGUAGE_CODE", "de_DE!"),
        ("MEDIA_BUCKET", "x"),
        ("PAGE_CACHE_SECONDS", "-1"),
        ("PEERTUBE_HOSTS", "https://tube.example"),
        ("RENDITION_WORKER", "maybe"),
        ("SECRET_KEY", "short"),
        ("TIME_ZONE", "Mars/Phobos"),
    ],
)
def test_invalid_variable_is_named_in_one_line(name, value):
    result = manage("check", **GOOD | {name: value})
    assert result.returncode == 1
    line = result.stderr.strip()
    assert "\n" not in line
    assert line.startswith("Masthead cannot start.")
    assert name in line
    assert "hunter2" not in line


def test_production_settings_pass_the_deployment_check():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **GOOD)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "postgres://",
        "postgres://localhost",
        "postgres://localhost:port/masthead",
        "postgres://localhost/a/b",
        "mysql://localhost/masthead",
        "sqlite://",
        "sqlite:///",
        "sqlite://masthead.sqlite3",
        "postgres://[::1/masthead",
    ],
)
def test_invalid_database_url_is_rejected(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database(url)


def test_postgresql_url():
    read = database("postgresql://ada:p%40ss@db.example.org:5433/masthead")
    assert read["ENGINE"].endswith("postgresql")
    expected = {
        "NAME": "masthead",
        "USER": "ada",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": 5433,
    }
    assert {key: read[key] for key in expected} == expected
    assert read["OPTIONS"] == {"connect_timeout": "5"}


def test_postgresql_url_with_options():
    read = database("postgres://ada@db.example.org/masthead?sslmode=require&connect_timeout=9")
    assert read["OPTIONS"] == {"sslmode": "require", "connect_timeout": "9"}


def test_sqlite_waits_for_other_writers(tmp_path):
    read = database(f"sqlite:///{tmp_path}/site.sqlite3")
    assert read["NAME"] == tmp_path / "site.sqlite3"
    assert read["OPTIONS"]["timeout"] >= 20
    assert "journal_mode=WAL" in read["OPTIONS"]["init_command"]


def test_mistyped_folder_of_the_database_is_not_made(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="/new, does not exist"):
        database(f"sqlite:///{tmp_path}/new/site.sqlite3")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("hosts", "url"),
    [(["example.org"], "https://example.org"), ([".example.org"], "https://example.org")],
)
def test_base_url_defaults_to_the_first_host(monkeypatch, hosts, url):
    monkeypatch.delenv("BASE_URL")
    assert base_url(hosts) == url
