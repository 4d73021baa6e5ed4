"""Export and erase what is kept about a person with an account."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.events import SecurityEvent
from accounts.security_log import record
from operations.personal_data.content import mentions
from operations.personal_data.erasing import ErasureRefusedError, erase, refusal
from operations.personal_data.export import as_json, personal_data
from operations.personal_data.identity import Identity
from operations.personal_data.places import Fate, places_of
from users.models import User

OWNER_ONLY = 0o600


class Command(BaseCommand):
    """Erase a person, or with `--export` write what is kept to a file and erase nothing."""

    help = (
        "Erases the person of an account: personal data is deleted, and the work stays by "
        "“Former editor”. With --export, writes what is kept to a file instead"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the username, `--export` and `--yes`."""
        parser.add_argument("username", help="the username of the account")
        parser.add_argument(
            "--export", metavar="FILE", help="write what is kept to this JSON file, and stop"
        )
        parser.add_argument("--yes", action="store_true", help="erase without asking")

    def handle(self, *args: object, **options: object) -> None:
        """Run the command."""
        username = options["username"]
        account = User.objects.filter(username=username).first()
        if account is None:
            raise CommandError(f"There is no account with the username “{username}”.")
        if options["export"]:
            self.export(account, Path(options["export"]))
            return
        if reason := refusal(account):
            raise CommandError(reason)
        self.show(account)
        if not options["yes"]:
            self.ask(username)
        named = mentions(Identity.of(account))
        try:
            erased = erase(account)
        except ErasureRefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The person was erased. The account is now {erased.username}.")
        for each in named:
            self.stdout.write(
                f"Still named in {each.kind} “{each.title}” {each.url or ''}".rstrip()
            )

    def export(self, account: User, path: Path) -> None:
        """Write the export to a new file, which only its owner may read."""
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(as_json(personal_data(account)))
        record(SecurityEvent.EXPORTED, None, account=account)
        self.stdout.write(f"Wrote {path}.")

    def show(self, account: User) -> None:
        """Print what is kept, and what will become of it."""
        for place in places_of(account, Identity.of(account)):
            self.stdout.write(f"{place.count:7}  {place.words}: {Fate(place.fate).value}")

    def ask(self, username: str) -> None:
        """Ask for a confirmation. Raise CommandError without one, or without a terminal."""
        if not sys.stdin.isatty():
            raise CommandError("Nobody can confirm here: run the command with --yes.")
        if input("This cannot be undone. Type the username to erase the person: ") != username:
            raise CommandError("Nobody was erased.")
