"""Make the site ready to serve."""

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

PRINTED = "django.core.mail.backends.console.EmailBackend"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    """Bring the database up to date and, where it is empty, fill it with demo content.

    It may be stopped at any moment and called again: what was half done is done anew.
    """

    help = "Migrates the database, loads demo content where it is empty, names the sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let an administrator begin with an empty site."""
        parser.add_argument("--no-demo", action="store_true", help="leave an empty site empty")

    def handle(self, *args: object, **options: object) -> None:
        """Run the steps, saying what each does."""
        self.stdout.write("Bringing the database up to date …")
        call_command("migrate", verbosity=0)
        self.address_site()
        if is_empty() and not options["no_demo"]:
            self.load_demo()
        if not SearchEntry.objects.exists():
            call_command("reindex_search", stdout=self.stdout)
        self.name_sign_ins()
        if settings.INNER_EMAIL_BACKEND == PRINTED:
            self.stdout.write("  Mail is printed here: EMAIL_URL names no mail server.")

    def address_site(self) -> None:
        """Let Wagtail know the site by the address that readers type."""
        address = urlsplit(settings.BASE_URL)
        port = address.port or (443 if settings.HTTPS else 80)
        sites = Site.objects.filter(is_default_site=True)
        for site in sites.exclude(hostname=address.hostname, port=port):
            site.hostname, site.port = address.hostname, port
            site.save()

    def load_demo(self) -> None:
        """Load the demo content and make its pictures in every size that the design asks for."""
        password = settings.DEMO_PASSWORD or "".join(secrets.choice(LETTERS) for _ in range(12))
        self.stdout.write("Loading the demo content …")
        load(password)
        if not settings.DEMO_PASSWORD:
            self.stdout.write(f"The password of the demo sign-ins is {password}")
        self.stdout.write("Making its pictures in every size …")
        for image in SiteImage.objects.all():
            generate_renditions(image)

    def name_sign_ins(self) -> None:
        """Print the demo sign-ins, as long as they still are what they were."""
        password = settings.DEMO_PASSWORD
        users = User.objects.filter(username__in=ACCOUNTS).order_by("pk") if password else []
        names = [user.username for user in users if user.check_password(password)]
        if names:
            self.stdout.write(f"\n  The admin:  {settings.BASE_URL}/admin/")
            for name in names:
                self.stdout.write(f"  Sign in as  {name:14} password  {password}")
