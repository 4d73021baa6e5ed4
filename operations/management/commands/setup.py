"""Set up the site: migrate the database and load the demo content."""

import secrets
from argparse import ArgumentParser
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from wagtail.models import Site

from demo.accounts import ACCOUNTS
from demo.loading import is_empty, load
from images.models import SiteImage
from images.prerender import generate_renditions
from search.models import SearchEntry
from users.models import User

CONSOLE_BACKEND = "django.core.mail.backends.console.EmailBackend"
UNAMBIGUOUS = "abcdefghjkmnpqrstuvwxyz23456789"  # No 0, O, 1, l or i.


class Command(BaseCommand):
    """Migrate the database and, if it is empty, load the demo content.

    It may be interrupted at any time and run again.
    """

    help = "Migrates the database, loads demo content if it is empty, and prints the demo sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--no-demo`."""
        parser.add_argument("--no-demo", action="store_true", help="do not load the demo content")

    def handle(self, *args: object, **options: object) -> None:
        """Run all steps."""
        self.stdout.write("Migrating the database …")
        call_command("migrate", verbosity=0)
        self.update_site()
        if is_empty() and not options["no_demo"]:
            self.load_demo()
        if not SearchEntry.objects.exists():
            call_command("reindex_search", stdout=self.stdout)
        self.print_accounts()
        if settings.INNER_EMAIL_BACKEND == CONSOLE_BACKEND:
            self.stdout.write("  Mail is printed to the console, as EMAIL_URL is not set.")

    def update_site(self) -> None:
        """Set the host and port of the default site from BASE_URL."""
        url = urlsplit(settings.BASE_URL)
        port = url.port or (443 if settings.HTTPS else 80)
        sites = Site.objects.filter(is_default_site=True)
        for site in sites.exclude(hostname=url.hostname, port=port):
            site.hostname, site.port = url.hostname, port
            site.save()

    def load_demo(self) -> None:
        """Load the demo content and generate all renditions."""
        password = settings.DEMO_PASSWORD or "".join(secrets.choice(UNAMBIGUOUS) for _ in range(12))
        self.stdout.write("Loading the demo content …")
        load(password)
        if not settings.DEMO_PASSWORD:
            self.stdout.write(f"The password of the demo accounts is {password}")
        self.stdout.write("Generating the renditions of its images …")
        for image in SiteImage.objects.all():
            generate_renditions(image)

    def print_accounts(self) -> None:
        """Print the demo accounts that still have the password DEMO_PASSWORD."""
        password = settings.DEMO_PASSWORD
        users = User.objects.filter(username__in=ACCOUNTS).order_by("pk") if password else []
        names = [user.username for user in users if user.check_password(password)]
        if names:
            self.stdout.write(f"\n  The admin:  {settings.BASE_URL}/admin/")
            for name in names:
                self.stdout.write(f"  Sign in as  {name:14} password  {password}")
