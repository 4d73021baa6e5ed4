"""Store imported pages in bulk, bypassing parts of Wagtail for speed.

Every function here replaces something that Wagtail or treebeard does page by page, and relies on
their internals: `tests/test_private_api.py` lists them. `tests/importers/wordpress/test_bulk.py`
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

AT_ONCE = 200
MADE = "wagtail.create"  # In the history of a page.


class BulkIndexer:
    """Brings the search and the list of references up to date with pages that were written.

    Until then a page is noted as unsettled: a run that is killed leaves it to the next one.
    """

    def __init__(self, site: str, models: Iterable[type[Page]]) -> None:
        """Take the address of the other site, and the types of pages that are written."""
        self.site, self.models = site, list(models)
        self.waiting: list[int] = []

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Leave the indexes of pages as they are meanwhile, but for what is settled."""
        for model in self.models:
            post_save.disconnect(post_save_signal_handler, sender=model)
        pages_changed.disconnect(refresh_pages)
        try:
            with disable_reference_index_auto_update():
                self.flush(self._left_by_others())
                yield
                self.flush(self.waiting)
        finally:
            pages_changed.connect(refresh_pages)
            for model in self.models:
                post_save.connect(post_save_signal_handler, sender=model)

    def add(self, *keys: int) -> None:
        """Note pages that were written."""
        self.waiting += keys
        if len(self.waiting) >= AT_ONCE:
            self.flush(self.waiting)
            self.waiting = []

    def flush(self, keys: list[int]) -> None:
        """Bring the indexes of pages up to date."""
        if not keys:
            return
        with transaction.atomic():
            pages = fetch("page", Page.objects.filter(pk__in=keys))
            for model in {type(page) for page in pages}:
                own = [page for page in pages if type(page) is model]
                get_search_backend().add_bulk(model, own)
                list_references(own)
            public = set(published("page").filter(pk__in=keys).values_list("pk", flat=True))
            replace("page", keys, [page for page in pages if page.pk in public])
            note_making(pages)
            rows = ImportedItem.objects.filter(site=self.site, object_id__in=keys)
            rows.filter(is_indexed=False).update(is_indexed=True)

    def _left_by_others(self) -> list[int]:
        rows = ImportedItem.objects.filter(site=self.site, is_indexed=False)
        return list(rows.values_list("object_id", flat=True))


def note_making(pages: Iterable[Page]) -> None:
    """Put into the history of pages that they were made, where it does not say so."""
    known = PageLogEntry.objects.filter(action=MADE, page__in=pages)
    noted = set(known.values_list("page_id", flat=True))
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type=page.cached_content_type,
            label=page.get_admin_display_title(),
            action=MADE,
            timestamp=now(),
            content_changed=True,
        )
        for page in pages
        if page.pk not in noted
    )


def append_child(page: Page, parent: Page) -> bool:
    """Store a page, which was looked at, as the last one below another.

    False where that one is not any more where it was when it was read: nothing is stored then.

    `add_child` does the same, but reads both anew, asks all over whether the page is right, and
    notes at once that it was made: with thousands of pages that is half of the time.
    """
    place = Page.objects.filter(pk=parent.pk, path=parent.path, url_path=parent.url_path)
    if not place.update(numchild=F("numchild") + 1):  # It is locked from here.
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
    """Store what belongs to a page that is new, each kind at once."""
    kinds = defaultdict(list)
    for row in rows:
        row.page = page
        kinds[type(row)].append(row)
    for kind, own in kinds.items():
        kind.objects.bulk_create(own)


def list_references(pages: list[Page]) -> None:
    """List what pages of one type refer to, in Wagtail's own list, in a transaction.

    Wagtail asks for each page what is listed already, and stores its references by themselves.
    """
    # They would be read for each page.
    relations = [each.get_accessor_name() for each in get_all_child_relations(type(pages[0]))]
    prefetch_related_objects(pages, *relations)
    known = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
    )
    listed = set(known.values_list("object_id", flat=True))
    rows = []
    for page in pages:
        if str(page.pk) in listed:
            ReferenceIndex.create_or_update_for_object(page)
        else:
            rows += _references(page)
    # Somebody may save one of them meanwhile.
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
