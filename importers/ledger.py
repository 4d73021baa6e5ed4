"""The outcome of each item in earlier runs, and whether its object was edited since."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Protocol

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page

from importers.models import ImportedItem

MAX_CACHED_PAGES = 20_000
# The values of `ImportedItem.pending`.
LINKS, MEDIA = "links", "media"
# The kind of the rows whose key is the path of an image at the source.
IMAGE_PATH = "image path"
MAX_KEY_LENGTH = ImportedItem._meta.get_field("key").max_length


class SourceItem(Protocol):
    """The attributes of a source's item, such as a post, that the ledger and the report use."""

    type: str
    id: int
    title: str
    slug: str
    digest: str
    meta: dict[str, list[str]]
    # Where the item is in the export.
    file: str
    line: int


class Outcome(StrEnum):
    """The outcome of an item in one run."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept as edited here"
    LEFT_OUT = "left out"
    FAILED = "failed"


class Ledger:
    """The rows of ImportedItem of one source site, with caches."""

    def __init__(self, site: str) -> None:
        self.site = site
        # Snippets and files: few, but many items refer to them.
        self.object_id = cache(self._object_id)
        # Pages: many, and items mostly link to those imported shortly before.
        self.cached_pages: dict[tuple[str, int], int] = {}
        # All keys, by kind: most items that are looked up have no row yet, and need no query.
        self.keys: dict[str, set[str]] = {}

    def get(self, kind: str, key: object) -> ImportedItem | None:
        """Return the row of an item, if there is one."""
        if str(key) not in self._keys(kind):
            return None
        rows = ImportedItem.objects.filter(site=self.site, kind=kind, key=str(key))
        return rows.select_related("content_type").first()

    def _keys(self, kind: str) -> set[str]:
        if kind not in self.keys:
            rows = ImportedItem.objects.filter(site=self.site, kind=kind)
            self.keys[kind] = set(rows.values_list("key", flat=True))
        return self.keys[kind]

    def new(self, kind: str, key: object) -> ImportedItem:
        """Return a new, unsaved row."""
        self._keys(kind).add(str(key))
        return ImportedItem(site=self.site, kind=kind, key=str(key))

    def row(
        self, item: SourceItem, known: ImportedItem | None, pending: Iterable[str] = ()
    ) -> ImportedItem:
        """Return the row of an item, new or updated, but not saved yet."""
        row = known or self.new(item.type, item.id)
        row.digest, row.pending = item.digest, sorted(pending)
        return row

    def page_id(self, items: list[tuple[str, int]]) -> int | None:
        """Return the primary key of the first page among the objects of some items."""
        for kind, number in items:
            if (kind, number) not in self.cached_pages:
                item = self.get(kind, number)
                model = item and item.content_type and item.content_type.model_class()
                if not (model and issubclass(model, Page) and item.target_exists):
                    continue
                self.cache_page_id(kind, number, item.object_id)
            return self.cached_pages[kind, number]
        return None

    def cache_page_id(self, kind: str, number: int, pk: int) -> None:
        """Cache the primary key of a page: the next items are likely to link to it."""
        if len(self.cached_pages) >= MAX_CACHED_PAGES:
            self.cached_pages.clear()
        self.cached_pages[kind, number] = pk

    def _object_id(self, model: type[Model], kind: str, key: object) -> int | None:
        item = self.get(kind, key)
        if not item or item.content_type != ContentType.objects.get_for_model(model):
            return None
        exists = model.objects.filter(pk=item.object_id).exists()
        return item.object_id if exists else None

    def add_image_path(self, path: str, image: Model) -> None:
        """Record the path of an image at the source, which leads to the image here.

        OldUrlMiddleware redirects it: a redirect would need the URL of a rendition, and to render
        all images of a large site takes hours.
        """
        if not self.get(IMAGE_PATH, path) and len(path) <= MAX_KEY_LENGTH:
            self.new(IMAGE_PATH, path).set_target(image).save()

    def is_shared(self, known: ImportedItem) -> bool:
        """Return whether another item has the same object."""
        same = ImportedItem.objects.filter(
            content_type=known.content_type, object_id=known.object_id
        )
        return same.exclude(pk=known.pk).exists()

    def clear_cache(self) -> None:
        """Clear the cache of `object_id()`."""
        self.object_id.cache_clear()


def fingerprint(target: Model, fields: tuple[str, ...] = ()) -> str:
    """Return a fingerprint of an object that changes when it is edited.

    Of a page it covers the latest revision, the status and the view restrictions; of other
    objects the given fields.
    """
    if isinstance(target, Page):
        restriction = [f"view_restrictions__{name}" for name in ("restriction_type", "password")]
        rows = Page.objects.filter(pk=target.pk).order_by("view_restrictions__pk")
        text = repr(list(rows.values_list("latest_revision_id", "live", "slug", *restriction)))
    else:
        stored = type(target).objects.get(pk=target.pk)
        text = repr([str(getattr(stored, field)) for field in fields])
    return digest_of(text)


def new_page_fingerprint(page: Page, restriction: tuple[str, str] | None) -> str:
    """Return the fingerprint of a page that was just created, without a query."""
    return digest_of(
        repr([(page.latest_revision_id, page.live, page.slug, *(restriction or (None, None)))])
    )


def digest_of(*values: object) -> str:
    """Return the SHA-256 digest of some values' representation."""
    return hashlib.sha256(repr(values).encode()).hexdigest()
