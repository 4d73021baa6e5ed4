"""New pages in the tree, with as few questions to the database as that takes."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Model
from wagtail.models import Page


def plant(page: Page, parent: Page) -> bool:
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


def attach(rows: Iterable[Model], page: Page) -> None:
    """Store what belongs to a page that is new, each kind at once."""
    kinds = defaultdict(list)
    for row in rows:
        row.page = page
        kinds[type(row)].append(row)
    for kind, own in kinds.items():
        kind.objects.bulk_create(own)
