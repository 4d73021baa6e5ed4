"""manage.py erase_person: asks, refuses, exports and erases."""

import json
from io import StringIO
from stat import S_IMODE

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from accounts.events import SecurityEvent
from operations.personal_data.identity import is_erased
from tests.operations.personal_data.people import FULL_NAME, USERNAME
from users.models import User


def erase_person(*arguments):
    output = StringIO()
    call_command("erase_person", *arguments, stdout=output)
    return output.getvalue()


class Terminal:
    """A terminal at which somebody types a line."""

    def __init__(self, monkeypatch, line):
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda _question: line)


def stored(account):
    return User.objects.get(pk=account.pk)


def test_person_is_erased_after_a_confirmation(person, monkeypatch):
    Terminal(monkeypatch, USERNAME)
    text = erase_person(USERNAME)
    assert is_erased(stored(person.account))
    assert f"The account is now former-editor-{person.account.pk}." in text
    assert "Second factors and passkeys: Deleted" in text
    assert f"By {FULL_NAME}" in text
    # What was there under that name is no more.
    with pytest.raises(CommandError, match=f"no account with the username “{USERNAME}”"):
        erase_person(USERNAME, "--yes")
    erase_person(stored(person.account).username, "--yes")
    assert ModelLogEntry.objects.filter(action=SecurityEvent.ERASED).count() == 1


@pytest.mark.parametrize("line", ["", "yes", "colleague"])
def test_other_answers_erase_nobody(person, monkeypatch, line):
    Terminal(monkeypatch, line)
    with pytest.raises(CommandError, match="Nobody was erased"):
        erase_person(USERNAME)
    assert stored(person.account).username == USERNAME


def test_without_a_terminal_it_needs_yes(person, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match="--yes"):
        erase_person(USERNAME)
    assert stored(person.account).username == USERNAME
    erase_person(USERNAME, "--yes")
    assert is_erased(stored(person.account))


def test_last_administrator_is_refused(person):
    with pytest.raises(CommandError, match="last active administrator"):
        erase_person("chief", "--yes")


def test_export_erases_nobody(person, tmp_path):
    file = tmp_path / "person.json"
    assert f"Wrote {file}." in erase_person(USERNAME, "--export", str(file))
    assert S_IMODE(file.stat().st_mode) == 0o600
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["format"] == "masthead-personal-data"
    assert data["names"]["usernames"] == ["wrenna-old", USERNAME]
    assert stored(person.account).username == USERNAME
    assert ModelLogEntry.objects.filter(action=SecurityEvent.EXPORTED).exists()
    with pytest.raises(CommandError, match="cannot be written: File exists"):
        erase_person(USERNAME, "--export", str(file))
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        erase_person(USERNAME, "--export", str(tmp_path / "none" / "file.json"))
