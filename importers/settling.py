"""Pages by the hundred: what their indexes need is done for many at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models.signals import post_save
from django.utils.timezone import now
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, PageLogEntry
from wagtail.search.backends import get_search_backend
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.signals import pages_changed
from importers.models import ImportedItem
from importers.references import list_references
from search.indexing import fetch, published, replace
from search.receivers import refresh_pages

AT_ONCE = 200
MADE = "wagtail.create"  # In the history of a page.


class Settler:
    """Brings the search and the list of references up to date with pages that were written.

    Until then a page is noted as unsettled: a run that is killed leaves it to the next one.
    """

    def __init__(self, site: str, models: Iterable[type[Page]]) -> None:
        """Take the address of the other site, and the types of pages that are written."""
        self.site, self.models = site, list(models)
        self.waiting: list[int] = []

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Leave the indexes of pages as they are meanwhile, but for what is settled."""
        for model in self.models:
            post_save.disconnect(post_save_signal_handler, sender=model)
        pages_changed.disconnect(refresh_pages)
        try:
            with disable_reference_index_auto_update():
                self.settle(self._left_by_others())
                yield
                self.settle(self.waiting)
        finally:
            pages_changed.connect(refresh_pages)
            for model in self.models:
                post_save.connect(post_save_signal_handler, sender=model)

    def add(self, *keys: int) -> None:
        """Note pages that were written."""
        self.waiting += keys
        if len(self.waiting) >= AT_ONCE:
            self.settle(self.waiting)
            self.waiting = []

    def settle(self, keys: list[int]) -> None:
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
            rows.filter(is_settled=False).update(is_settled=True)

    def _left_by_others(self) -> list[int]:
        rows = ImportedItem.objects.filter(site=self.site, is_settled=False)
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
