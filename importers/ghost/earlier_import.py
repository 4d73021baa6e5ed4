"""Notice that an export was imported before, under another address of its site."""

from itertools import islice

from django.db.models import Count

from importers.context import ImportContext
from importers.models import ImportedItem

TYPES = ("post", "page")
SAMPLE = 200


def earlier_site(context: ImportContext) -> str:
    """Return the site as which most posts were imported before, if not as this one; or nothing.

    The IDs of Ghost are unique, and the URL of a site is an option, which may have been another.
    """
    keys = [str(item.id) for item in islice(context.store.items(TYPES), SAMPLE)]
    rows = ImportedItem.objects.filter(kind__in=TYPES, key__in=keys).order_by()
    numbers = dict(rows.values_list("site").annotate(Count("pk")))
    if not numbers or context.ledger.site in numbers:
        return ""
    site = max(numbers, key=numbers.get)
    return site if 2 * numbers[site] > len(keys) else ""
