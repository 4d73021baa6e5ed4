"""Who remembers what became of each item, and sees whether somebody edited it since."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Protocol

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page

from importers.models import ImportedItem

MOST_KNOWN = 20_000
LINKS, MEDIA = "links", "media"


class SourceItem(Protocol):
    """An item of the source, such as a post: what the ledger and the report need of it."""

    type: str
    id: int
    title: str
    slug: str
    digest: str
    # The file and the line that it was read from.
    file: str
    line: int


class Outcome(StrEnum):
    """What became of an item in one run."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept as edited here"
    LEFT_OUT = "left out"
    FAILED = "failed"


class Ledger:
    """What is known of the items of one site."""

    def __init__(self, site: str) -> None:
        """Take the address of the other site."""
        self.site = site
        # Entries of the directory are named by many items, and there are few of them.
        self.object_id = cache(self._object_id)
        # Pages are named by few, but often by what follows soon.
        self.known_pages: dict[tuple[str, int], int] = {}
        # The keys of all that is remembered, by kinds: most items are asked for before they are.
        self.keys: dict[str, set[str]] = {}

    def get(self, kind: str, key: object) -> ImportedItem | None:
        """Return what is remembered of an item."""
        if str(key) not in self._keys(kind):
            return None
        found = ImportedItem.objects.filter(site=self.site, kind=kind, key=str(key))
        return found.select_related("content_type").first()

    def _keys(self, kind: str) -> set[str]:
        if kind not in self.keys:
            rows = ImportedItem.objects.filter(site=self.site, kind=kind)
            self.keys[kind] = set(rows.values_list("key", flat=True))
        return self.keys[kind]

    def new(self, kind: str, key: object) -> ImportedItem:
        """Return a note of an item of which nothing is remembered."""
        self._keys(kind).add(str(key))
        return ImportedItem(site=self.site, kind=kind, key=str(key))

    def row(
        self, item: SourceItem, known: ImportedItem | None, pending: Iterable[str] = ()
    ) -> ImportedItem:
        """Return what is to be remembered of an item, not yet stored, with what it waits for."""
        row = known or self.new(item.type, item.id)
        row.digest, row.pending = item.digest, sorted(pending)
        return row

    def page(self, numbers: list[tuple[str, int]]) -> int | None:
        """Return the key of the page that the first of some items became that is one."""
        for kind, number in numbers:
            if (kind, number) not in self.known_pages:
                item = self.get(kind, number)
                model = item and item.content_type and item.content_type.model_class()
                if not (model and issubclass(model, Page) and item.target_exists):
                    continue
                self.remember(kind, number, item.object_id)
            return self.known_pages[kind, number]
        return None

    def remember(self, kind: str, number: int, key: int) -> None:
        """Keep the key of a page at hand: what follows soon is likely to lead to it."""
        if len(self.known_pages) >= MOST_KNOWN:
            self.known_pages.clear()
        self.known_pages[kind, number] = key

    def _object_id(self, model: type[Model], kind: str, key: object) -> int | None:
        item = self.get(kind, key)
        if not item or item.content_type != ContentType.objects.get_for_model(model):
            return None
        exists = model.objects.filter(pk=item.object_id).exists()
        return item.object_id if exists else None

    def is_shared(self, known: ImportedItem) -> bool:
        """Tell whether another item became the same."""
        same = ImportedItem.objects.filter(
            content_type=known.content_type, object_id=known.object_id
        )
        return same.exclude(pk=known.pk).exists()

    def forget(self) -> None:
        """Look everything up anew."""
        self.object_id.cache_clear()


def fingerprint(found: Model, fields: tuple[str, ...] = ()) -> str:
    """Return by what it is seen whether somebody edited an object since.

    A page that somebody saves in the editor has a new revision, and who may read it is decided
    beside it; of anything else the fields count.
    """
    if isinstance(found, Page):
        closed = [f"view_restrictions__{name}" for name in ("restriction_type", "password")]
        rows = Page.objects.filter(pk=found.pk).order_by("view_restrictions__pk")
        text = repr(list(rows.values_list("latest_revision_id", "live", "slug", *closed)))
    else:
        stored = type(found).objects.get(pk=found.pk)
        text = repr([str(getattr(stored, field)) for field in fields])
    return digest_of(text)


def fingerprint_as_made(page: Page, closed: tuple[str, str] | None) -> str:
    """Return the same of a page that is new, from how it was made and is closed; asks nothing."""
    return digest_of(
        repr([(page.latest_revision_id, page.live, page.slug, *(closed or (None, None)))])
    )


def digest_of(*values: object) -> str:
    """Return a fingerprint of values."""
    return hashlib.sha256(repr(values).encode()).hexdigest()
