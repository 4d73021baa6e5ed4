"""Groups of the pages of a contributor or topic, each with a heading and its own order."""

from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models
from wagtail.query import PageQuerySet


@dataclass(frozen=True)
class DirectoryGroup:
    """A group of pages of one type; page types name theirs in `directory_groups`."""

    key: str  # the value of the query parameter that displays the whole group
    heading: str
    position: int
    size: int = 8  # pages displayed beside other groups
    # A method of the queryset of the type, which orders the visible pages; by default the pages
    # are those of the listing of all types, newest first.
    method: str = ""

    def select(self, page_type: type[Model], keys: QuerySet, listing: PageQuerySet) -> PageQuerySet:
        """Return the pages of the group: those with `keys`, which also are in `listing`."""
        if self.method:
            return getattr(page_type.objects, self.method)().filter(pk__in=keys)
        return listing.exact_type(page_type)


# Pages of all other types.
OTHER = DirectoryGroup("other", _("Other pages"), 90)


def group_listing(
    keys: QuerySet, listing: PageQuerySet
) -> list[tuple[DirectoryGroup, PageQuerySet]]:
    """Return the groups in their order, each with its pages, which may be none."""
    types = [each for each in get_page_models() if getattr(each, "directory_groups", ())]
    groups = [
        (group, group.select(page_type, keys, listing))
        for page_type in types
        for group in page_type.directory_groups
    ]
    groups.append((OTHER, listing.not_exact_type(*types)))
    return sorted(groups, key=lambda pair: pair[0].position)
