"""Create a superuser who can sign in."""

import os
import secrets

from django.contrib.auth.management.commands import createsuperuser
from django.core.management.base import CommandError

from operations.administrator import check_account

PASSWORD = "DJANGO_SUPERUSER_PASSWORD"  # noqa: S105 -- the name of a variable


class Command(createsuperuser.Command):
    """Check the password of a variable as any other, and print one if there is none.

    Without questions, Django's command accepts any password, and creates an account without one.
    """

    def handle(self, *args: object, **options: object) -> str | None:
        """Create the superuser."""
        generated = ""
        if not options["interactive"]:
            if not os.environ.get(PASSWORD):
                generated = os.environ[PASSWORD] = secrets.token_urlsafe(12)
            username = options["username"] or os.environ.get("DJANGO_SUPERUSER_USERNAME", "")
            email = options["email"] or os.environ.get("DJANGO_SUPERUSER_EMAIL", "")
            if problem := check_account(username, email, os.environ[PASSWORD]):
                raise CommandError(f"The superuser was not created. {problem}")
        result = super().handle(*args, **options)
        if generated:
            self.stdout.write(f"  Sign in as  {username}  password  {generated}")
        return result
