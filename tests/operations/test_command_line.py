"""Commands that cannot run say so in a sentence."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from operations import command_line
from users.models import User


@pytest.fixture
def raising(monkeypatch):
    def prepare(error):
        def execute(_arguments):
            raise error

        monkeypatch.setattr(command_line, "execute_from_command_line", execute)
        monkeypatch.setattr(command_line, "require_database_file", lambda: None)

    return prepare


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OperationalError("database or disk is full"),
            "The database cannot be used: database or disk is full.",
        ),
        (EOFError(), "No answer was given"),
    ],
)
def test_error_is_a_sentence(raising, error, sentence):
    raising(error)
    with pytest.raises(SystemExit, match=sentence):
        command_line.run(["manage.py", "setup"])


def test_interruption_says_what_to_do(raising, capsys):
    raising(KeyboardInterrupt())
    with pytest.raises(SystemExit) as ended:
        command_line.run(["manage.py", "restore", "a.tar"])
    assert ended.value.code == 130
    assert "Run the command again" in capsys.readouterr().err


def test_traceback_is_shown_on_request(raising):
    raising(OperationalError("no such table"))
    with pytest.raises(OperationalError):
        command_line.run(["manage.py", "check_search", "--traceback"])


def test_missing_database_is_not_made(small_site, tmp_path):
    path = tmp_path / "none.sqlite3"
    small_site.environment |= {"DATABASE_URL": f"sqlite:///{path}"}
    code, output = small_site.run("check_search")
    assert code == 1
    assert output.strip().endswith("This makes a new one:  manage.py setup")
    assert not path.exists()


@pytest.mark.django_db
class TestSuperuser:
    """A superuser who is created without questions can sign in."""

    def create(self, **options):
        call_command(
            "createsuperuser", interactive=False, username="bo", email="bo@example.org", **options
        )

    def test_password_is_printed(self, monkeypatch, capsys):
        monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
        self.create()
        password = capsys.readouterr().out.split("password")[-1].strip()
        assert User.objects.get(username="bo").check_password(password)

    def test_weak_password_is_refused(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "123")
        with pytest.raises(CommandError, match="too short"):
            self.create()
        assert not User.objects.filter(username="bo").exists()


def test_setup_without_an_address_keeps_that_of_the_site(small_site):
    name = "from wagtail.models import Site; print(Site.objects.get().hostname)"
    before = small_site.manage("shell", "-v", "0", "-c", name)
    small_site.environment = {
        key: value for key, value in small_site.environment.items() if key != "BASE_URL"
    }
    small_site.manage("setup", "--no-demo", "--no-input")
    assert small_site.manage("shell", "-v", "0", "-c", name) == before
