"""Import attachments as images and documents."""

import re

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error as DatabaseError
from django.db import transaction
from django.db.models import Model
from django.utils.text import get_valid_filename
from wagtail.models import Page

from documents.models import SiteDocument
from images.metadata import without_boilerplate
from images.models import SiteImage
from images.sanitize import sanitize_image
from importers.context import ImportContext
from importers.html.result import Body
from importers.ledger import MEDIA, Outcome, fingerprint
from importers.media_sources import MediaError, NoMedia
from importers.models import ImportedItem
from importers.pages.limits import report_markup, shorten, warn_of
from importers.report import ItemWarning, entry_of, pairs
from importers.resolver import (
    ATTACHMENT,
    FILE_PATH,
    is_image,
    plain_text,
    public_image_url,
    url_path,
)
from importers.source import php
from importers.source.records import Item

# Files that a browser or a server would run; a publication has no need to offer them.
REFUSED_PATH = re.compile(
    r"\.(?:html?|xhtml|svgz?|js|mjs|php\d?|phtml|css|xml|swf|exe|sh|bat)$", re.IGNORECASE
)
IMAGE_FIELDS = ("title", "description", "credit")
DOCUMENT_FIELDS = ("title", "description")
MAX_STORED_NAME_LENGTH = 90
MAX_TITLE, MAX_DESCRIPTION, MAX_CREDIT = 255, 250, 200


class FileMaker:
    """Creates images and documents from attachments."""

    def __init__(self, context: ImportContext) -> None:
        self.context = context

    def read(self, item: Item) -> bytes:
        """Return the content of an attachment; raise MediaError, also for refused file types."""
        path = url_path(item.attachment_url)
        if REFUSED_PATH.search(path) or not FILE_PATH.search(path):
            raise MediaError("Files of this type are not imported.")
        return self.context.media.read(item.attachment_url)

    def make(self, item: Item, known: ImportedItem | None, body: Body) -> Model:
        """Create an image or a document, or update the fields of one that was imported before.

        Add a warning to `body` for each text that has no place. Raise MediaError or
        ValidationError.
        """
        model = SiteImage if is_image(item.attachment_url) else SiteDocument
        values = _field_values(item, body)
        existing = known and known.target
        if existing:
            for name, value in values.items():
                setattr(existing, name, value)
            existing.save()
            return existing
        content = ContentFile(self.read(item), name=_stored_name(item))
        if model is SiteImage:
            # Before Wagtail reads its dimensions, so that invalid images get a clear message.
            content = sanitize_image(content)
            _delete_orphan(SiteImage, SiteImage().get_upload_to(content.name))
        else:
            values["file_size"] = content.size
            _delete_orphan(SiteDocument, f"documents/{content.name}")
        created = model(file=content, uploaded_by_user=None, **values)
        created.full_clean(exclude=["width", "height", "file", "collection"])
        created.save()
        return created


class AttachmentImporter:
    """Imports attachments, and files that a body displays but the export does not list."""

    def __init__(self, context: ImportContext) -> None:
        self.context, self.report = context, context.report
        self.maker = FileMaker(context)

    @property
    def has_media(self) -> bool:
        """Whether a source of files was given."""
        return not isinstance(self.context.media, NoMedia)

    def import_item(self, item: Item) -> None:
        """Import an attachment, and report its outcome."""
        known = self.context.ledger.get(ATTACHMENT, item.id)
        if (
            known
            and known.digest == item.digest
            and not (MEDIA in known.pending and self.has_media)
        ):
            self.report.add(entry_of(item, Outcome.UNCHANGED, known.warnings))
            return
        body = Body()
        try:
            if self.context.is_dry_run:
                self.maker.read(item)
                self.context.readable_files[item.id] = item
                _field_values(item, body)
                outcome = Outcome.CREATED
            else:
                outcome = self._create_or_update(item, known, body)
        except (MediaError, ValidationError) as error:
            self._leave_out(item, known, error)
        except (DatabaseError, OSError, ValueError) as error:
            self.report.fail(item, error)
        else:
            self.report.add(entry_of(item, outcome, pairs(body.warnings)))

    def _create_or_update(self, item: Item, known: ImportedItem | None, body: Body) -> Outcome:
        existing = known and known.target
        fields = IMAGE_FIELDS if is_image(item.attachment_url) else DOCUMENT_FIELDS
        if (
            known
            and known.object_id
            and (not existing or fingerprint(existing, fields) != known.target_fingerprint)
        ):
            return Outcome.KEPT
        with transaction.atomic():
            made = self.maker.make(item, known, body)
            row = self.context.ledger.row(item, known).set_target(made)
            row.target_fingerprint = fingerprint(made, fields)
            row.warnings = pairs(body.warnings)
            row.save()
        self.context.ledger.clear_cache()
        return Outcome.UPDATED if existing else Outcome.CREATED

    def _leave_out(
        self, item: Item, known: ImportedItem | None, error: MediaError | ValidationError
    ) -> None:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        warnings = pairs([ItemWarning("file", f"{item.attachment_url}: {reason}")])
        if not self.context.is_dry_run:
            row = self.context.ledger.row(item, known, {MEDIA})
            row.warnings = warnings
            row.save()
        self.report.add(entry_of(item, Outcome.LEFT_OUT, warnings))

    def import_unlisted(self, item: Item) -> int | None:
        """Import a file that the export does not list; return its primary key."""
        if not self.has_media:
            return None
        item.title = item.slug.rsplit("/", 1)[-1]
        try:
            if self.context.is_dry_run:
                return self._read_unlisted(item)
            with transaction.atomic():
                known = self.context.ledger.get("file", item.slug)
                made = self.maker.make(item, known, Body())
                row = (known or self.context.ledger.new("file", item.slug)).set_target(made)
                row.save()
        except (MediaError, ValidationError, OSError):
            return None
        self.context.ledger.clear_cache()
        self.report.count("file", Outcome.CREATED)
        return made.pk

    def _read_unlisted(self, item: Item) -> int:
        """Read a file in a dry run; return a key that no attachment of the export has."""
        files = self.context.readable_files
        known = next((key for key, each in files.items() if each.slug == item.slug and key < 0), 0)
        if not known:
            self.maker.read(item)
            self.report.count("file", Outcome.CREATED)
            files[known := -len(files) - 1] = item
        return known

    def add_redirects(self) -> None:
        """Redirect the pages of attachments to the page that displayed them, or to the file."""
        for item in self.context.store.items([ATTACHMENT]):
            urls = self.context.format.item_urls(item)
            parents = self.context.store.by_id(item.parent) if item.parent else []
            page_id = self.context.ledger.page_id(parents)
            known = self.context.ledger.get(ATTACHMENT, item.id)
            target = known and known.target
            if page_id:
                self.context.redirects.add(urls, page=Page.objects.get(pk=page_id))
            elif target:
                url = public_image_url(target) if isinstance(target, SiteImage) else target.url
                self.context.redirects.add(urls, to=url)
            if isinstance(target, SiteDocument):
                self.context.redirects.add([item.attachment_url], to=target.url)
            elif target and url_path(item.attachment_url):
                self.context.ledger.add_image_path(url_path(item.attachment_url), target)


def _field_values(item: Item, body: Body) -> dict[str, str]:
    """Return the fields that WordPress's media library has of an attachment."""
    file_name = url_path(item.attachment_url).rsplit("/", 1)[-1]
    alternative = without_boilerplate(item.get("_wp_attachment_image_alt"))
    text, caption = plain_text(item.content), plain_text(item.excerpt)
    if not is_image(item.attachment_url):  # A document has one text, which says what it is.
        alternative, text = alternative or text, text if alternative else ""
    if text and text not in (item.title, caption, alternative):
        warn_of(text, body.warn, "description", "The description of the file was left out")
    for html, place in ((item.content, "the description"), (item.excerpt, "the caption")):
        report_markup(html, body, place)
    title = shorten(item.title or file_name, MAX_TITLE, body.warn, "title", "The title")
    description = shorten(
        alternative, MAX_DESCRIPTION, body.warn, "description", "The alternative text"
    )
    values = {"title": title, "description": description}
    if is_image(item.attachment_url):
        data = php.loads_or_empty(item.get("_wp_attachment_metadata"))
        metadata = data.get("image_meta") if isinstance(data, dict) else None
        credit = str(metadata.get("credit") or "") if isinstance(metadata, dict) else ""
        values["credit"] = shorten(credit, MAX_CREDIT, body.warn, "credit", "The credit")
    return values


def _stored_name(item: Item) -> str:
    """Return a file name that is unique per item and the same in every run."""
    name = get_valid_filename(url_path(item.attachment_url).rsplit("/", 1)[-1])
    return f"{item.id}-{name}"[-MAX_STORED_NAME_LENGTH:]


def _delete_orphan(model: type[Model], path: str) -> None:
    """Delete a file that an interrupted import stored without its database row."""
    if default_storage.exists(path) and not model.objects.filter(file=path).exists():
        default_storage.delete(path)
