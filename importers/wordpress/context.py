"""What all parts of one import share."""

from dataclasses import dataclass, field
from functools import cached_property

from wagtail.models import Page, Site

from home.models import HomePage
from importers.ledger import Ledger
from importers.report import Report
from importers.wordpress.media_sources import Media, NoMedia
from importers.wordpress.redirects import Addresses
from importers.wordpress.taxonomy_map import Mapping
from importers.wordpress.wxr.item_store import Store
from importers.wordpress.wxr.records import Site as OldSite


class SkipItemError(Exception):
    """An item lacks what its page cannot be without; says what, in a sentence."""


@dataclass
class ImportContext:
    """One site on its way here."""

    old: OldSite
    store: Store
    ledger: Ledger
    mapping: Mapping = field(default_factory=lambda: Mapping([]))
    media: Media = field(default_factory=NoMedia)
    report: Report = field(default_factory=Report)
    currency: str = ""
    is_dry_run: bool = False
    # The keys of list pages that were made on the way.
    made: list[int] = field(default_factory=list)
    # The list pages that were looked up, by type and title.
    lists: dict[tuple[type[Page], str], Page] = field(default_factory=dict)

    @cached_property
    def site(self) -> Site:
        """The site that takes all in."""
        return Site.objects.select_related("root_page").get(is_default_site=True)

    @cached_property
    def home(self) -> HomePage:
        """Its front page."""
        return HomePage.objects.get(pk=self.site.root_page_id)

    @cached_property
    def addresses(self) -> Addresses:
        """Where the addresses of the old site are led."""
        return Addresses(self.site, self.old)

    def first(self, kind: type[Page], title: str, slug: str, *, any_title: bool = True) -> Page:
        """Return the first list page of a type, or of a title; one is made where there is none."""
        name = (kind, "" if any_title else title)
        if name not in self.lists or self.lists[name].is_leaf():
            lists = kind.objects.descendant_of(self.home)
            lists = lists if any_title else lists.filter(title=title)
            self.lists[name] = lists.order_by("path").first() or self.add_list(kind, title, slug)
        return self.lists[name]

    def forget_lists(self) -> None:
        """Look list pages up anew, and the front page: some were moved or deleted meanwhile."""
        self.lists.clear()
        self.__dict__.pop("home", None)

    def add_list(self, kind: type[Page], title: str, slug: str) -> Page:
        """Return a new list page below the front page."""
        page = kind(title=title, slug=free_slug(self.home, slug))
        self.home.add_child(instance=page)
        # One that was made before may have been deleted since.
        row = self.ledger.get("list", page.slug) or self.ledger.new("list", page.slug)
        row.set_target(page)
        row.is_indexed = False
        row.save()
        self.made.append(page.pk)
        return page


def free_slug(parent: Page, slug: str, page: Page | None = None) -> str:
    """Return a slug that no other child of a page has: the one asked for, or with a number."""
    others = parent.get_children()
    if page and page.pk:
        others = others.exclude(pk=page.pk)
    if not others.filter(slug=slug).exists():  # An index answers this, among thousands, too.
        return slug
    taken = set(others.filter(slug__startswith=f"{slug}-").values_list("slug", flat=True))
    return next(
        each for number in range(2, len(taken) + 3) if (each := f"{slug}-{number}") not in taken
    )
