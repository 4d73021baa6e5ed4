"""What a new publication has to be told: by options, by variables, or by a person who is asked."""

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email


@dataclass(frozen=True)
class Question:
    """A question of the set-up: its option, its variable and the answer that is proposed."""

    option: str
    variable: str
    text: str
    proposal: str = ""
    is_valid: Callable[[str], bool] = bool


def _is_language(code: str) -> bool:
    known = dict(settings.LANGUAGES)
    return code.lower() in known or code.lower().partition("-")[0] in known


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_username(text: str) -> bool:
    return bool(re.fullmatch(r"[\w.@+-]{1,150}", text))


# Their answers are settings: they are stored in the file that the settings are read from.
SETTINGS = (
    Question("language", "LANGUAGE_CODE", "Language, such as en-gb or de", "en-gb", _is_language),
    Question(
        "time_zone",
        "TIME_ZONE",
        "Time zone, such as Europe/London",
        "Europe/London",
        lambda name: name in available_timezones(),
    ),
)
CONTENT = (Question("name", "PUBLICATION_NAME", "Name of the publication", "Masthead"),)
ACCOUNT = (
    Question(
        "username", "ADMIN_USERNAME", "Username of the first administrator", "admin", _is_username
    ),
    Question("email", "ADMIN_EMAIL", "Email address of the first administrator", "", _is_email),
)


def answer(question: Question, given: str, *, interactive: bool) -> str:
    """Return the answer: the option, the variable, or what a person types.

    Raises ValueError with a sentence if it is not valid.
    """
    found = given or os.environ.get(question.variable, "")
    while interactive and not found:
        proposal = f" [{question.proposal}]" if question.proposal else ""
        typed = input(f"{question.text}{proposal}: ").strip() or question.proposal
        found = typed if question.is_valid(typed) else ""
        if not found:
            sys.stderr.write(f"“{typed}” is not valid.\n" if typed else "Please answer this.\n")
    if found and not question.is_valid(found):
        raise ValueError(f"{found} is not valid. {question.text}.")
    return found


def ask_password(problem_of: Callable[[str], str]) -> str:
    """Return a password that a person typed twice."""
    while True:
        password = getpass("Password (it is not displayed): ")
        problem = problem_of(password)
        if not problem and getpass("Password again: ") != password:
            problem = "The passwords differ."
        if not problem:
            return password
        sys.stderr.write(f"{problem}\n")


def store_setting(variable: str, value: str) -> None:
    """Add a variable to the file that the settings are read from."""
    path = Path(os.environ.get("ENV_FILE", settings.PROJECT / ".env"))
    text = path.read_text() if path.exists() else ""
    end = "\n" if text and not text.endswith("\n") else ""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write(f"{end}{variable}={value}\n")
