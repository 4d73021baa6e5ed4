"""Set up the site: its database, static files, and first content."""

import os
import secrets
import sys
from argparse import ArgumentParser
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import override
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Site

from demo.accounts import ACCOUNTS
from demo.loading import is_empty, load
from home.models import HomePage
from images.models import SiteImage
from images.prerender import generate_renditions
from operations import publication
from operations.administrator import check_account
from operations.backup.restoration import has_pages
from operations.database_file import protect_database_file
from operations.questions import (
    ACCOUNT,
    CONTENT,
    SETTINGS,
    Question,
    answer,
    ask_password,
    store_setting,
)
from operations.versions import missing_columns, missing_migrations
from search.models import SearchEntry
from users.models import User

CONSOLE_BACKEND = "django.core.mail.backends.console.EmailBackend"
UNAMBIGUOUS = "abcdefghjkmnpqrstuvwxyz23456789"  # No 0, O, 1, l or i.


class Command(BaseCommand):
    """Migrate the database; fill an empty one with the demo or with an empty publication.

    It may be interrupted at any time and run again.
    """

    help = (
        "Sets up the site: migrates the database, collects static files, and fills an empty site "
        "with the demo or with the beginning of a publication."
    )
    requires_system_checks = ()  # They are run before a migration.

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what an empty publication needs."""
        demo = parser.add_mutually_exclusive_group()
        demo.add_argument(
            "--demo",
            action="store_true",
            default=None,
            help="load the demo: the default, unless DATABASE_URL is set",
        )
        demo.add_argument(
            "--no-demo", action="store_false", dest="demo", help="begin an empty publication"
        )
        parser.add_argument("--no-input", action="store_true", help="ask no questions")
        for question in (*SETTINGS, *CONTENT, *ACCOUNT):
            parser.add_argument(
                f"--{question.option.replace('_', '-')}",
                default="",
                help=f"{question.text} (or the variable {question.variable})",
            )

    def handle(self, *args: object, **options: object) -> None:
        """Run all steps."""
        demo = options["demo"]
        if demo is None:
            demo = not os.environ.get("DATABASE_URL")
        self.interactive = sys.stdin.isatty() and not options["no_input"]
        if not demo and not has_pages():
            self.store_settings(options)
        self.migrate()
        protect_database_file()
        self.collect_static_files()
        self.update_site()
        if demo and is_empty():
            self.load_demo()
        elif not HomePage.objects.get().numchild:
            self.begin(options)
        else:
            self.complete(options)
        if not SearchEntry.objects.exists():
            call_command("reindex_search", stdout=self.stdout)
        self.print_demo_accounts(options["demo"])
        if settings.INNER_EMAIL_BACKEND == CONSOLE_BACKEND:
            self.stdout.write("  Mail is printed to the console, as EMAIL_URL is not set.")

    def store_settings(self, options: dict[str, object]) -> None:
        """Store language and time zone, and start again with them."""
        changed = False
        for question in SETTINGS:
            value = self.answer(question, options)
            if value and value != os.environ.get(question.variable):
                store_setting(question.variable, value)
                os.environ[question.variable] = value
                changed = True
        if changed:
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 -- this command

    def answer(self, question: Question, options: dict[str, object]) -> str:
        """Return the answer to a question. Raise CommandError if it is not valid."""
        try:
            return answer(question, options[question.option], interactive=self.interactive)
        except ValueError as error:
            raise CommandError(str(error)) from error

    def migrate(self) -> None:
        """Migrate the database. Raise CommandError if it was made by a version before 1.0."""
        too_old = (
            "This database was made by a version before 1.0 and cannot be upgraded. "
            "docs/upgrading.md says how to bring its content over. "
        )
        try:
            if missing_migrations():
                self.stdout.write("Migrating the database …")
                self.check()
                call_command("migrate", verbosity=0)
        except DatabaseError as error:
            raise CommandError(f"The database could not be migrated: {error}") from error
        if missing := missing_columns():
            raise CommandError(f"{too_old}(It has no {missing[0]}.)")

    def collect_static_files(self) -> None:
        """Collect the static files if that was not done yet."""
        if getattr(staticfiles_storage, "hashed_files", None) == {}:
            self.stdout.write("Compressing the files of the theme and of the admin …")
            call_command("collectstatic", interactive=False, verbosity=0)

    def update_site(self) -> None:
        """Set the address of the default site from BASE_URL, and the language of its content."""
        url = urlsplit(settings.BASE_URL)
        port = url.port or (443 if settings.HTTPS else 80)
        sites = Site.objects.filter(is_default_site=True)
        if not os.environ.get("BASE_URL"):  # Another start may have had it.
            sites = sites.filter(hostname="localhost", port=80)
        for site in sites.exclude(hostname=url.hostname, port=port):
            site.hostname, site.port = url.hostname, port
            site.save()
        code = get_supported_content_language_variant(settings.LANGUAGE_CODE)
        if Locale.objects.count() == 1:
            Locale.objects.exclude(language_code=code).update(language_code=code)

    def load_demo(self) -> None:
        """Load the demo content and generate all renditions."""
        password = settings.DEMO_PASSWORD or "".join(secrets.choice(UNAMBIGUOUS) for _ in range(12))
        self.stdout.write("Loading the demo content …")
        load(password)
        self.stdout.write("Generating the renditions of its images …")
        for image in SiteImage.objects.all():
            generate_renditions(image)
        self.stdout.write(f"\n  The password of the demo accounts is {password}")

    def begin(self, options: dict[str, object]) -> None:
        """Begin an empty publication, with its first administrator if one is named."""
        (name,) = (self.answer(question, options) for question in CONTENT)
        account = self.ask_account(options)
        with override(settings.LANGUAGE_CODE):
            publication.begin(name or "Masthead", *account)
        self.stdout.write(f"\n  The publication is ready:  {settings.BASE_URL}/admin/")
        self.print_account(account)

    def complete(self, options: dict[str, object]) -> None:
        """Create the first administrator of a publication that has none."""
        if not options["username"]:
            return
        if User.objects.exists():
            self.stdout.write(
                "  The site has accounts, so that none was created. Use:  manage.py createsuperuser"
            )
            return
        account = self.ask_account(options)
        User.objects.create_superuser(*account)
        self.print_account(account)

    def ask_account(self, options: dict[str, object]) -> tuple[str, str, str]:
        """Return username, email address and password of the first administrator.

        They are empty if the site has accounts, or if nobody is named. Raises CommandError if they
        are not valid.
        """
        self.generated = ""
        if User.objects.exists():
            return "", "", ""
        username, email = (self.answer(question, options) for question in ACCOUNT)
        password = os.environ.get("ADMIN_PASSWORD", "")
        if username and not password:
            if self.interactive:
                password = ask_password(lambda typed: check_account(username, email, typed))
            else:
                password = self.generated = secrets.token_urlsafe(12)
        if username and (problem := check_account(username, email, password)):
            raise CommandError(f"The first administrator was not created. {problem}")
        return username, email, password

    def print_account(self, account: tuple[str, str, str]) -> None:
        """Print a generated password once, or how an account is created."""
        if self.generated:
            self.stdout.write(f"  Sign in as  {account[0]}  password  {self.generated}")
        elif not User.objects.exists():
            self.stdout.write("  Create the first administrator:  manage.py createsuperuser")

    def print_demo_accounts(self, wanted: bool | None) -> None:
        """Name the demo accounts that still have the password of the demo, without the password."""
        password = settings.DEMO_PASSWORD
        users = User.objects.filter(username__in=ACCOUNTS, is_active=True).order_by("pk")
        # One is enough: each check takes a quarter of a second.
        is_demo = password and any(user.check_password(password) for user in users)
        if is_demo:
            names = [user.username for user in users]
            self.stdout.write(
                f"\n  The admin:  {settings.BASE_URL}/admin/\n  Sign in as {', '.join(names)}. "
                "Their password is DEMO_PASSWORD in the file .env."
            )
        if is_demo and wanted is False:
            self.stdout.write("  This is the demo. manage.py remove_demo removes it.")
