"""Store imported pages in bulk, bypassing parts of Wagtail for speed.

Every function here replaces something that Wagtail or treebeard does page by page, and relies on
their internals: `tests/test_private_api.py` lists them. `tests/importers/test_bulk.py`
compares the tree, history and references with those that Wagtail itself creates.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Model, prefetch_related_objects
from django.db.models.signals import post_save
from django.utils.timezone import now
from modelcluster.models import get_all_child_relations
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, PageLogEntry, ReferenceIndex
from wagtail.search.backends import get_search_backend
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.signals import pages_changed
from importers.models import ImportedItem
from search.index.documents import fetch, published, replace
from search.index.signal_handlers import refresh_pages

BATCH_SIZE = 200
CREATE_ACTION = "wagtail.create"


class BulkIndexer:
    """Updates the search index and the reference index for batches of imported pages.

    Pages that are not indexed yet have `is_indexed=False` in the ledger: if a run is killed, the
    next one indexes them.
    """

    def __init__(self, site: str, models: Iterable[type[Page]]) -> None:
        self.site, self.models = site, list(models)
        self.pending_ids: list[int] = []

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Suspend the signal handlers that index pages one by one; flush at the end."""
        for model in self.models:
            post_save.disconnect(post_save_signal_handler, sender=model)
        pages_changed.disconnect(refresh_pages)
        try:
            with disable_reference_index_auto_update():
                self.flush(self._unindexed_ids())
                yield
                self.flush(self.pending_ids)
        finally:
            pages_changed.connect(refresh_pages)
            for model in self.models:
                post_save.connect(post_save_signal_handler, sender=model)

    def add(self, *page_ids: int) -> None:
        """Queue pages for indexing; flush the queue once it reaches the batch size."""
        self.pending_ids += page_ids
        if len(self.pending_ids) >= BATCH_SIZE:
            self.flush(self.pending_ids)
            self.pending_ids = []

    def flush(self, page_ids: list[int]) -> None:
        """Index the pages."""
        if not page_ids:
            return
        with transaction.atomic():
            pages = fetch("page", Page.objects.filter(pk__in=page_ids))
            for model in {type(page) for page in pages}:
                own = [page for page in pages if type(page) is model]
                get_search_backend().add_bulk(model, own)
                index_references(own)
            public = set(published("page").filter(pk__in=page_ids).values_list("pk", flat=True))
            replace("page", page_ids, [page for page in pages if page.pk in public])
            log_creation(pages)
            rows = ImportedItem.objects.filter(site=self.site, object_id__in=page_ids)
            rows.filter(is_indexed=False).update(is_indexed=True)

    def _unindexed_ids(self) -> list[int]:
        rows = ImportedItem.objects.filter(site=self.site, is_indexed=False)
        return list(rows.values_list("object_id", flat=True))


def log_creation(pages: Iterable[Page]) -> None:
    """Add a log entry for the creation of each page that has none."""
    entries = PageLogEntry.objects.filter(action=CREATE_ACTION, page__in=pages)
    logged = set(entries.values_list("page_id", flat=True))
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type=page.cached_content_type,
            label=page.get_admin_display_title(),
            action=CREATE_ACTION,
            timestamp=now(),
            content_changed=True,
        )
        for page in pages
        if page.pk not in logged
    )


def append_child(page: Page, parent: Page) -> bool:
    """Append a validated page as last child of `parent`.

    Return False, storing nothing, if `parent` has moved since it was read.

    `add_child()` does the same, but reloads both pages, validates the page again and logs its
    creation at once: with thousands of pages that takes half of the time.
    """
    stored = Page.objects.filter(pk=parent.pk, path=parent.path, url_path=parent.url_path)
    if not stored.update(numchild=F("numchild") + 1):  # Locks the parent's row.
        return False
    parent.numchild += 1
    last = parent.get_children().order_by("-path").values_list("path", flat=True).first()
    page.depth = parent.depth + 1
    page.path = Page(path=last)._inc_path() if last else Page._get_path(parent.path, page.depth, 1)
    page._cached_parent_obj = parent
    page.locale_id = parent.locale_id
    page.draft_title = page.title
    page._is_site_root = False
    page.save(clean=False, log_action=None)
    return True


def bulk_create_children(rows: Iterable[Model], page: Page) -> None:
    """Store the child rows of a new page with one query per model."""
    by_model = defaultdict(list)
    for row in rows:
        row.page = page
        by_model[type(row)].append(row)
    for model, own in by_model.items():
        model.objects.bulk_create(own)


def index_references(pages: list[Page]) -> None:
    """Update Wagtail's reference index for pages of one type, within a transaction.

    Wagtail queries the existing references of each page, and inserts its new ones page by page.
    """
    # Otherwise they would be queried for each page.
    relations = [each.get_accessor_name() for each in get_all_child_relations(type(pages[0]))]
    prefetch_related_objects(pages, *relations)
    known = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
    )
    indexed = set(known.values_list("object_id", flat=True))
    rows = []
    for page in pages:
        if str(page.pk) in indexed:
            ReferenceIndex.create_or_update_for_object(page)
        else:
            rows += _references(page)
    # An editor may save one of the pages at the same time.
    ReferenceIndex.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _references(page: Page) -> Iterator[ReferenceIndex]:
    found = set(ReferenceIndex._extract_references_from_object(page))
    for to_content_type, to_object_id, model_path, content_path in found:
        yield ReferenceIndex(
            content_type=page.cached_content_type,
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id=page.pk,
            to_content_type_id=to_content_type,
            to_object_id=to_object_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
