"""Resolve the source site's files and URLs to the images, documents and pages of this site."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import urljoin, urlsplit

from django.db.models import Model

from documents.models import SiteDocument
from images.metadata import without_boilerplate
from images.models import SiteImage
from importers.context import ImportContext
from importers.html.dom import line_text, parse
from importers.ledger import LINKS, MEDIA
from importers.source.item_store import full_size_name, path_of
from importers.source.records import Item

IMAGE_PATH = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|heif|bmp|tiff?)$", re.IGNORECASE)
FILE_PATH = re.compile(r"\.\w{2,5}$")
# Original files of images are not public.
PUBLIC_RENDITION = "max-1600x1600"
ID_QUERY = re.compile(r"(?:^|&)(?:p|page_id|attachment_id)=(\d{1,18})(?:&|$)")
ATTACHMENT = "attachment"
# Types that become pages: a link to one that is not imported yet can be resolved later.
PAGE_TYPES = ("post", "page", "tribe_events", "product")


class ReferenceResolver:
    """Resolves the references in the body of one item.

    `pending` collects what could not be resolved yet: LINKS, MEDIA. `import_unlisted` imports an
    attachment that the export does not list, and returns its key.
    """

    def __init__(
        self, context: ImportContext, import_unlisted: Callable[[Item], int | None]
    ) -> None:
        self.context, self.ledger, self.store = context, context.ledger, context.store
        self.import_unlisted = import_unlisted
        self.pending: set[str] = set()
        host = host_of(context.source.url)
        # wordpress.com serves the files of a site from a separate host.
        self.hosts = {host, host.replace(".wordpress.com", ".files.wordpress.com")} - {""}

    def image(self, address: str, attachment: int) -> int | None:
        """Return the primary key of an image, by the ID of its attachment or by its URL."""
        return self._file(SiteImage, address, attachment)

    def document(self, address: str, attachment: int) -> tuple[int, str, str] | None:
        """Return primary key, title and extension of a document."""
        pk = self._file(SiteDocument, address, attachment)
        if item := self.context.readable_files.get(pk):
            return pk, item.title, url_path(item.attachment_url).rpartition(".")[2].lower()
        found = SiteDocument.objects.filter(pk=pk).first() if pk else None
        return (found.pk, found.title, found.file_extension) if found else None

    def _file(self, model: type[Model], address: str, attachment: int) -> int | None:
        number = attachment if self.store.get(attachment, [ATTACHMENT]) else None
        number = number or (
            self.store.attachment_by_name(full_size_name(address)) if address else None
        )
        pk = self.ledger.object_id(model, ATTACHMENT, number) if number else None
        if pk is None and not number and address and self.is_internal(address):
            pk = self._unlisted(model, address)
        readable = self.context.readable_files.get(number)
        if readable and is_image(readable.attachment_url) == (model is SiteImage):
            return number
        if pk is None:
            self.pending.add(MEDIA)
        return pk

    def _unlisted(self, model: type[Model], address: str) -> int | None:
        """Import a file that the export does not list, as when only posts were exported."""
        name = full_size_name(address)
        pk = self.ledger.object_id(model, "file", name)
        pattern = IMAGE_PATH if model is SiteImage else FILE_PATH
        if pk is None and pattern.search(url_path(address)):
            full_size = address.rsplit("/", 1)[0] + "/" + name.rsplit("/", 1)[-1]
            item = Item(id=0, type="file", slug=name, attachment_url=full_size)
            pk = self.import_unlisted(item)
        return pk

    def caption(self, attachment: int) -> tuple[str, str]:
        """Return the alternative text and the caption of an image."""
        item = self.store.get(attachment, [ATTACHMENT])
        if not item:
            return "", ""
        alternative = without_boilerplate(item.get("_wp_attachment_image_alt"))
        return alternative, without_boilerplate(plain_text(item.excerpt))

    def pattern(self, number: int) -> str:
        """Return the content of a synced pattern (a block that several items share)."""
        item = self.store.get(number, ["wp_block"])
        return item.content if item else ""

    def attached(self, item: int) -> list[int]:
        """Return the IDs of the images that were uploaded to an item, in their order."""
        files = [
            self.store.get(number, [ATTACHMENT]) for number in self.store.children(item, ATTACHMENT)
        ]
        images = [each for each in files if is_image(each.attachment_url)]
        return [each.id for each in sorted(images, key=lambda each: each.order)]

    def page(self, address: str) -> int | None:
        """Return the primary key of the page that a URL of the source site became."""
        return self.ledger.page_id(self._items(address))

    def _items(self, address: str) -> list[tuple[str, int]]:
        path, _, query = path_of(address).partition("?")
        number = ID_QUERY.search(query)
        return self.store.by_id(int(number[1])) if number else self.store.by_path(path)

    def link(self, address: str) -> str | None:
        """Return the attributes of an `a` element in rich text; None for URLs of other sites."""
        if not self.is_internal(address):
            return None
        items = self._items(address)
        if pk := self.ledger.page_id(items):
            return f'linktype="page" id="{pk}"'
        if FILE_PATH.search(url_path(address)):
            return self._link_to_file(address)
        if any(kind in PAGE_TYPES for kind, _number in items):
            self.pending.add(LINKS)
        return f'href="{escape(self._absolute(address))}"'

    def _link_to_file(self, address: str) -> str:
        number = self.store.attachment_by_name(full_size_name(address))
        document = self.ledger.object_id(SiteDocument, ATTACHMENT, number) if number else None
        if document:
            return f'linktype="document" id="{document}"'
        pk = self.ledger.object_id(SiteImage, ATTACHMENT, number) if number else None
        image = pk and SiteImage.objects.filter(pk=pk).first()
        if image:
            return f'href="{escape(public_image_url(image))}"'
        self.pending.add(MEDIA)
        return f'href="{escape(self._absolute(address))}"'

    def _absolute(self, address: str) -> str:
        return urljoin(f"{self.context.source.url}/", address)

    def is_internal(self, address: str) -> bool:
        """Return whether a URL belongs to the source site or to the host of its files."""
        if address.startswith("/") and not address.startswith("//"):
            return True
        return host_of(address) in self.hosts


def is_image(address: str) -> bool:
    """Return whether the URL of a file has the extension of an image."""
    return bool(IMAGE_PATH.search(url_path(address)))


def url_path(address: str) -> str:
    """Return the path of a URL; an empty string if it is invalid."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def host_of(address: str) -> str:
    """Return the host of a URL without “www.”; an empty string if there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def public_image_url(image: SiteImage) -> str:
    """Return the URL of the largest rendition that readers may open."""
    return image.get_rendition(PUBLIC_RENDITION).url


def plain_text(html: str) -> str:
    """Return the text of HTML on one line."""
    if not html.strip():
        return ""
    return line_text(parse(html)[0])
