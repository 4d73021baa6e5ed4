"""What the run of the tests needs: it says how to get it, and never goes on without."""

import pytest

from tests import services


@pytest.fixture
def bare_machine(monkeypatch):
    """A machine with neither browser nor PostgreSQL, on which nothing can be installed."""
    monkeypatch.setattr(services, "find_browser", lambda: None)
    monkeypatch.setattr(services, "find_postgres", lambda: None)
    monkeypatch.setattr(services, "as_root", lambda: None)
    monkeypatch.setattr(services.subprocess, "run", lambda *command, **options: None)
    monkeypatch.setenv("DATABASE_URL", "")


@pytest.mark.parametrize(
    ("system", "command"),
    [("Linux", "apt-get install chromium"), ("Darwin", "brew install --cask chromium")],
)
def test_run_without_a_browser_names_the_command(bare_machine, monkeypatch, system, command):
    monkeypatch.setattr(services.platform, "system", lambda: system)
    with pytest.raises(SystemExit, match=command):
        services.browser()


def test_run_without_postgresql_names_the_command(bare_machine, monkeypatch):
    monkeypatch.setattr(services.platform, "system", lambda: "Linux")
    with pytest.raises(SystemExit, match="apt-get install postgresql"), services.postgres():
        pass


def test_given_server_is_used(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://ada@db.example.org/test")
    with services.postgres() as url:
        assert url == "postgres://ada@db.example.org/test"
