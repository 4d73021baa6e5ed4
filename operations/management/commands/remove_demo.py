"""Remove the demo content and the demo accounts."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from demo.models import DemoObject
from demo.removal import LastAdministratorError, remove
from home.models import HomePage
from operations import publication


class Command(BaseCommand):
    """Remove the demo, and leave an empty publication if there is nothing else."""

    help = "Removes the demo content and the demo accounts, and nothing else."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        """Remove the demo and name what stays."""
        if not DemoObject.objects.exists():
            raise CommandError("There is no demo content.")
        try:
            kept = remove()
        except LastAdministratorError as error:
            raise CommandError(
                "Without the demo accounts no administrator is left. Create one first:  "
                "manage.py createsuperuser"
            ) from error
        for sentence in kept:
            self.stdout.write(f"Kept: {sentence}")
        if not HomePage.objects.get().numchild:
            with override(settings.LANGUAGE_CODE):
                publication.begin("Masthead")
        self.stdout.write("The demo is removed.")
