"""Delete old revisions that were replaced by the same user."""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from itertools import pairwise

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.timezone import now
from wagtail.models import Page, PageLogEntry, Revision

from core.models.publishing import protected_revisions

DAYS = 30


class Command(BaseCommand):
    """Of the drafts that one person saved in a row, keep the last.

    A version that was submitted, judged, published or scheduled stays, whoever saved one after
    it, and so does the last version of every page. Who wrote what stays known.
    """

    help = "Removes drafts that the same person saved anew, unless somebody acted on them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the age from which on drafts are removed."""
        parser.add_argument("--days", type=int, default=DAYS, help=f"older than so many ({DAYS})")

    def handle(self, *args: object, **options: object) -> None:
        """Thin the history of one page after the other."""
        before = now() - timedelta(days=options["days"])
        old = Revision.page_revisions.filter(created_at__lt=before)
        pages = old.order_by().values_list("object_id", flat=True).distinct()
        removed = sum(self.thin(key, before) for key in list(pages))
        self.stdout.write(f"{removed} drafts were removed.")

    @transaction.atomic
    def thin(self, object_id: str, before: datetime) -> int:
        """Remove what can go of one page; return how many versions that were."""
        versions = Revision.page_revisions.filter(object_id=object_id).order_by("created_at", "pk")
        kept = set(versions.filter(protected_revisions()).values_list("pk", flat=True))
        kept |= set(Page.objects.filter(pk=object_id).values_list("latest_revision", flat=True))
        rows = list(versions.values_list("pk", "user", "created_at"))
        superseded = [
            key
            for (key, user, created), (_next, successor, _created) in pairwise(rows)
            if user == successor and created < before and key not in kept
        ]
        # The history still says that a draft was saved, but leads nowhere.
        PageLogEntry.objects.filter(revision__in=superseded).update(revision=None)
        for revision in versions.filter(pk__in=superseded):
            revision.delete()  # One by one: its comments move to the next version.
        return len(superseded)
