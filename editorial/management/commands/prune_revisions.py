"""Delete old revisions that were replaced by the same user."""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from itertools import pairwise

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.timezone import now
from wagtail.models import Page, PageLogEntry, Revision

from core.models.publishing import protected_revisions

DEFAULT_DAYS = 30


class Command(BaseCommand):
    """Keep the last of consecutive revisions by the same user.

    Revisions that were submitted, reviewed, published or scheduled are never deleted, nor is the
    latest one of a page. The set of authors of a page does not change.
    """

    help = "Deletes old drafts that the same user replaced, unless they were submitted or published"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the minimum age."""
        parser.add_argument(
            "--days",
            type=int,
            default=DEFAULT_DAYS,
            help="delete drafts that are older than this number of days (default: %(default)s)",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Prune the revisions page by page, and print how many were deleted."""
        before = now() - timedelta(days=options["days"])
        old = Revision.page_revisions.filter(created_at__lt=before)
        pages = old.order_by().values_list("object_id", flat=True).distinct()
        deleted = sum(self.prune(object_id, before) for object_id in list(pages))
        self.stdout.write(f"Deleted {deleted} drafts.")

    @transaction.atomic
    def prune(self, object_id: str, before: datetime) -> int:
        """Delete superseded revisions of one page, and return their number."""
        revisions = Revision.page_revisions.filter(object_id=object_id).order_by("created_at", "pk")
        protected = set(revisions.filter(protected_revisions()).values_list("pk", flat=True))
        protected |= set(
            Page.objects.filter(pk=object_id).values_list("latest_revision", flat=True)
        )
        rows = list(revisions.values_list("pk", "user", "created_at"))
        superseded = [
            pk
            for (pk, user, created), (_next, successor, _created) in pairwise(rows)
            if user == successor and created < before and pk not in protected
        ]
        # The history keeps the entry of a saved draft, without a link.
        PageLogEntry.objects.filter(revision__in=superseded).update(revision=None)
        for revision in revisions.filter(pk__in=superseded):
            revision.delete()  # Not in bulk: delete() moves comments to the next revision.
        return len(superseded)
