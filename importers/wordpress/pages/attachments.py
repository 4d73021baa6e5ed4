"""The files of the old site, one by one: brought in once, and remembered."""

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.db import transaction
from wagtail.models import Page

from documents.models import SiteDocument
from images.models import SiteImage
from importers.ledger import MEDIA, Outcome, fingerprint
from importers.models import ImportedItem
from importers.report import ItemWarning, entry_of, pairs
from importers.wordpress.context import ImportContext
from importers.wordpress.media_sources import MediaError, NoMedia
from importers.wordpress.redirects import of_item
from importers.wordpress.resolver import (
    ATTACHMENT,
    FILE_FIELDS,
    PICTURE_FIELDS,
    FileMaker,
    not_here,
    shown,
)
from importers.wordpress.wxr.records import Item


class Attachments:
    """Brings attachments in, and files that texts show and no list has."""

    def __init__(self, move: ImportContext) -> None:
        """Take the import."""
        self.move, self.report = move, move.report
        self.maker = FileMaker(move)

    @property
    def has_media(self) -> bool:
        """Whether somebody said where files are."""
        return not isinstance(self.move.media, NoMedia)

    def bring(self, item: Item) -> None:
        """Bring a file, as a picture or a document."""
        known = self.move.ledger.get(ATTACHMENT, item.id)
        if (
            known
            and known.digest == item.digest
            and not (MEDIA in known.pending and self.has_media)
        ):
            self.report.add(entry_of(item, Outcome.UNCHANGED, known.losses))
            return
        try:
            if self.move.is_dry_run:
                self.maker.content(item)
                outcome = Outcome.CREATED
            else:
                outcome = self._file(item, known)
        except (MediaError, ValidationError) as error:
            self._without_file(item, known, not_here(item, error))
        except (DatabaseError, OSError, ValueError) as error:
            self.report.fail(item, error)
        else:
            self.report.add(entry_of(item, outcome))

    def _file(self, item: Item, known: ImportedItem | None) -> Outcome:
        found = known and known.became
        fields = PICTURE_FIELDS if self.maker.is_picture(item.attachment_url) else FILE_FIELDS
        if known and known.object_id and (not found or fingerprint(found, fields) != known.written):
            return Outcome.KEPT
        with transaction.atomic():
            made = self.maker.make(item, known)
            row = self.move.ledger.row(item, known).set_target(made)
            row.written, row.losses = fingerprint(made, fields), []
            row.save()
        self.move.ledger.forget()
        return Outcome.UPDATED if found else Outcome.CREATED

    def _without_file(self, item: Item, known: ImportedItem | None, loss: ItemWarning) -> None:
        if not self.move.is_dry_run:
            row = self.move.ledger.row(item, known, {MEDIA})
            row.losses = pairs([loss])
            row.save()
        self.report.add(entry_of(item, Outcome.LEFT_OUT, pairs([loss])))

    def bring_unlisted(self, item: Item) -> int | None:
        """Bring a file that a text shows and no list has; return its key."""
        if self.move.is_dry_run or not self.has_media:
            return None
        known = self.move.ledger.get("file", item.slug)
        item.title = item.slug.rsplit("/", 1)[-1]
        try:
            with transaction.atomic():
                made = self.maker.make(item, known)
                row = (known or self.move.ledger.new("file", item.slug)).set_target(made)
                row.save()
        except (MediaError, ValidationError, OSError):
            return None
        self.move.ledger.forget()
        self.report.count("file", Outcome.CREATED)
        return made.pk

    def lead(self) -> None:
        """Let the pages of attachments lead to the page that showed them, or to the file."""
        for item in self.move.store.items([ATTACHMENT]):
            parents = self.move.store.numbered(item.parent) if item.parent else []
            key = self.move.ledger.page(parents)
            known = self.move.ledger.get(ATTACHMENT, item.id)
            found = known and known.became
            if key:
                self.move.addresses.lead(of_item(item), page=Page.objects.get(pk=key))
            elif found:
                address = shown(found) if isinstance(found, SiteImage) else found.url
                self.move.addresses.lead(of_item(item), to=address)
            if isinstance(found, SiteDocument):
                self.move.addresses.lead([item.attachment_url], to=found.url)
