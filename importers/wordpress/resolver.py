"""The files and the addresses of the old site: what they are here."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model
from django.utils.text import get_valid_filename

from documents.models import SiteDocument
from images.models import SiteImage
from images.sanitize import sanitize_image
from importers.ledger import LINKS, MEDIA
from importers.models import ImportedItem
from importers.report import ItemWarning
from importers.wordpress.context import ImportContext
from importers.wordpress.html.dom import tree, words
from importers.wordpress.media_sources import MediaError
from importers.wordpress.wxr import php
from importers.wordpress.wxr.item_store import path_of, plain_name
from importers.wordpress.wxr.records import Item

IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|heif|bmp|tiff?)$", re.IGNORECASE)
FILE = re.compile(r"\.\w{2,5}$")
# Files that a browser would run, or that nobody downloads from a publication.
REFUSED = re.compile(
    r"\.(?:html?|xhtml|svgz?|js|mjs|php\d?|phtml|css|xml|swf|exe|sh|bat)$", re.IGNORECASE
)
# Originals are never public.
SHOWN = "max-1600x1600"
NUMBER_QUERY = re.compile(r"(?:^|&)(?:p|page_id|attachment_id)=(\d{1,18})(?:&|$)")
ATTACHMENT = "attachment"
PICTURE_FIELDS = ("title", "description", "credit")
FILE_FIELDS = ("title", "description")


class FileMaker:
    """Makes pictures and documents of attachments."""

    def __init__(self, move: ImportContext) -> None:
        """Take the import."""
        self.move = move

    def is_picture(self, address: str) -> bool:
        """Tell whether a file is a picture."""
        return bool(IMAGE.search(urlsplit_path(address)))

    def content(self, item: Item) -> bytes:
        """Return the file of an attachment; raises MediaError, also for what the site refuses."""
        path = urlsplit_path(item.attachment_url)
        if REFUSED.search(path) or not FILE.search(path):
            raise MediaError("Files of this kind are not taken.")
        return self.move.media.read(item.attachment_url)

    def fields(self, item: Item) -> dict[str, str]:
        """Return what the library says of a file."""
        stem = urlsplit_path(item.attachment_url).rsplit("/", 1)[-1]
        described = item.get("_wp_attachment_image_alt") or ""
        values = {"title": (item.title or stem)[:255], "description": described[:250]}
        if self.is_picture(item.attachment_url):
            data = php.loads_or_empty(item.get("_wp_attachment_metadata"))
            told = data.get("image_meta") if isinstance(data, dict) else None
            credit = str(told.get("credit") or "") if isinstance(told, dict) else ""
            values["credit"] = credit[:200]
        return values

    def make(self, item: Item, known: ImportedItem | None) -> Model:
        """Store a file, or what is said of it anew; raises MediaError and ValidationError."""
        model = SiteImage if self.is_picture(item.attachment_url) else SiteDocument
        values = self.fields(item)
        found = known and known.became
        if found:
            for name, value in values.items():
                setattr(found, name, value)
            found.save()
            return found
        content = ContentFile(self.content(item), name=stored_name(item))
        if model is SiteImage:
            # Before the library looks at its size: what is no picture is told as such.
            content = sanitize_image(content)
            free_name(SiteImage, f"original_images/{content.name}")
        else:
            values["file_size"] = content.size
            free_name(SiteDocument, f"documents/{content.name}")
        found = model(file=content, uploaded_by_user=None, **values)
        found.full_clean(exclude=["width", "height", "file", "collection"])
        found.save()
        return found


def stored_name(item: Item) -> str:
    """Return a name that the same file has each time."""
    name = get_valid_filename(urlsplit_path(item.attachment_url).rsplit("/", 1)[-1])
    return f"{item.id}-{name}"[-90:]


def free_name(model: type[Model], path: str) -> None:
    """Remove a file that an interrupted import left behind, and that nothing names."""
    if default_storage.exists(path) and not model.objects.filter(file=path).exists():
        default_storage.delete(path)


def urlsplit_path(address: str) -> str:
    """Return the path of an address; empty where it is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


class ReferenceResolver:
    """Answers, for one text, what became of files and pages; and notes what it waits for."""

    def __init__(self, move: ImportContext, bring: Callable[[Item], int | None]) -> None:
        """Take the import, and who brings an attachment that no list of files had."""
        self.move, self.ledger, self.store = move, move.ledger, move.store
        self.bring = bring
        self.pending: set[str] = set()
        own = host_of(move.old.url)
        # wordpress.com keeps the files of a site on a host of their own.
        self.hosts = {own, own.replace(".wordpress.com", ".files.wordpress.com")} - {""}

    def picture(self, address: str, attachment: int) -> int | None:
        """Return the key of a picture."""
        return self._file(SiteImage, address, attachment)

    def document(self, address: str, attachment: int) -> tuple[int, str, str] | None:
        """Return key, title and extension of a file."""
        key = self._file(SiteDocument, address, attachment)
        found = SiteDocument.objects.filter(pk=key).first() if key else None
        return (found.pk, found.title, found.file_extension) if found else None

    def _file(self, model: type[Model], address: str, attachment: int) -> int | None:
        number = attachment if self.store.get(attachment, [ATTACHMENT]) else None
        number = number or (self.store.named(plain_name(address)) if address else None)
        key = self.ledger.object_id(model, ATTACHMENT, number) if number else None
        if key is None and not number and address and self.is_ours(address):
            key = self._unlisted(model, address)
        if key is None:
            self.pending.add(MEDIA)
        return key

    def _unlisted(self, model: type[Model], address: str) -> int | None:
        """Bring a file that the export does not list: perhaps only posts were exported."""
        name = plain_name(address)
        key = self.ledger.object_id(model, "file", name)
        wanted = IMAGE if model is SiteImage else FILE
        if key is None and wanted.search(urlsplit_path(address)):
            whole = address.rsplit("/", 1)[0] + "/" + name.rsplit("/", 1)[-1]
            key = self.bring(Item(id=0, type="file", slug=name, attachment_url=whole))
        return key

    def caption(self, attachment: int) -> tuple[str, str]:
        """Return the alternative text and the caption of a picture."""
        item = self.store.get(attachment, [ATTACHMENT])
        if not item:
            return "", ""
        return item.get("_wp_attachment_image_alt"), plain_text(item.excerpt)

    def pattern(self, number: int) -> str:
        """Return the content of a pattern that several texts share."""
        item = self.store.get(number, ["wp_block"])
        return item.content if item else ""

    def attached(self, item: int) -> list[int]:
        """Return the numbers of the pictures that were uploaded to an item, in their order."""
        found = [
            self.store.get(number, [ATTACHMENT]) for number in self.store.children(item, ATTACHMENT)
        ]
        pictures = [each for each in found if IMAGE.search(urlsplit_path(each.attachment_url))]
        return [each.id for each in sorted(pictures, key=lambda each: each.order)]

    def page(self, address: str) -> int | None:
        """Return the key of the page that an address of the old site became."""
        return self.ledger.page(self._items(address))

    def _items(self, address: str) -> list[tuple[str, int]]:
        path, _, query = path_of(address).partition("?")
        numbered = NUMBER_QUERY.search(query)
        return self.store.numbered(int(numbered[1])) if numbered else self.store.at(path)

    def link(self, address: str) -> str | None:
        """Return the attributes of a link to what an address of the old site became."""
        if not self.is_ours(address):
            return None
        items = self._items(address)
        if key := self.ledger.page(items):
            return f'linktype="page" id="{key}"'
        if FILE.search(urlsplit_path(address)):
            return self._link_to_file(address)
        if any(kind in MOVED for kind, _number in items):
            self.pending.add(LINKS)
        return f'href="{escape(self._absolute(address))}"'

    def _link_to_file(self, address: str) -> str:
        number = self.store.named(plain_name(address))
        key = self.ledger.object_id(SiteDocument, ATTACHMENT, number) if number else None
        if key:
            return f'linktype="document" id="{key}"'
        picture = self.ledger.object_id(SiteImage, ATTACHMENT, number) if number else None
        image = picture and SiteImage.objects.filter(pk=picture).first()
        if image:
            return f'href="{escape(shown(image))}"'
        self.pending.add(MEDIA)
        return f'href="{escape(self._absolute(address))}"'

    def _absolute(self, address: str) -> str:
        return urljoin(f"{self.move.old.url}/", address)

    def is_ours(self, address: str) -> bool:
        """Tell whether an address is one of the old site, or of where it keeps its files."""
        if address.startswith("/") and not address.startswith("//"):
            return True
        return host_of(address) in self.hosts


# What becomes a page, so that a link to it can wait.
MOVED = ("post", "page", "tribe_events", "product")


def host_of(address: str) -> str:
    """Return the host of an address, without “www.”."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def shown(image: SiteImage) -> str:
    """Return the address of a picture in the size in which readers may have it."""
    return image.get_rendition(SHOWN).url


def plain_text(html: str) -> str:
    """Return the words of a text in HTML, in one line."""
    if not html.strip():
        return ""
    return " ".join(words(tree(html)[0]).split())


def not_here(item: Item, error: MediaError | ValidationError) -> ItemWarning:
    """Return that the file of an attachment could not be had."""
    reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return ItemWarning("file", f"{item.attachment_url}: {reason}")
