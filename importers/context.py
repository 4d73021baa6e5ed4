"""The state that all parts of one import share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from wagtail.models import Page, Site

from home.models import HomePage
from importers.html.result import Body, Finder
from importers.ledger import Ledger
from importers.media_sources import Media, NoMedia
from importers.proposal import FrontPageProposal
from importers.redirects import RedirectMap
from importers.report import Report
from importers.source.item_store import ItemStore
from importers.source.records import Item
from importers.source.records import Site as SourceSite
from importers.taxonomy_map import Mapping
from news.models import ArticleIndexPage


class SkipItemError(Exception):
    """An item cannot or need not become a page; the message is a sentence for the report."""


class SourceFormat(Protocol):
    """The markup and the URLs of the software of a source site."""

    # The URLs of the feeds of the whole site.
    feeds: Iterable[str]

    def convert(self, html: str, finder: Finder, name: str, item: Item) -> Body:
        """Return HTML as StreamField blocks; `name` identifies the body in every run."""

    def search_texts(self, item: Item) -> tuple[str, str]:
        """Return the title and the description that search engines display, or empty strings."""

    def is_known_field(self, key: str) -> bool:
        """Return whether a custom field is imported, or means nothing to readers."""

    def item_urls(self, item: Item) -> Iterator[str]:
        """Yield the URLs of an item."""

    def term_urls(
        self, taxonomy: str, slug: str, parents: list[str], term_id: int
    ) -> Iterator[str]:
        """Yield the URLs of a term's archive; `parents` are slugs, topmost first."""

    def author_urls(self, login: str, author_id: int) -> Iterator[str]:
        """Yield the URLs of an author's archive."""


@dataclass
class ImportContext:
    """The source site, the target site, and the options of one import."""

    source: SourceSite
    format: SourceFormat
    store: ItemStore
    ledger: Ledger
    mapping: Mapping = field(default_factory=lambda: Mapping([]))
    media: Media = field(default_factory=NoMedia)
    report: Report = field(default_factory=Report)
    currency: str = ""
    is_dry_run: bool = False
    # By their keys, the attachments that a dry run has read and an import would create.
    readable_files: dict[int, Item] = field(default_factory=dict)
    # The front page to build if the site has none of its own.
    front_page: FrontPageProposal | None = None
    # Index pages created by this run that are not in the search index yet.
    new_index_page_ids: list[int] = field(default_factory=list)
    # Cached index pages, by type and title.
    index_pages: dict[tuple[type[Page], str], Page] = field(default_factory=dict)

    @cached_property
    def site(self) -> Site:
        """The site that is imported into."""
        return Site.objects.select_related("root_page").get(is_default_site=True)

    @cached_property
    def home(self) -> HomePage:
        """The home page of the site."""
        return HomePage.objects.get(pk=self.site.root_page_id)

    @cached_property
    def redirects(self) -> RedirectMap:
        """The redirects from URLs of the source site."""
        return RedirectMap(self.site, self.source)

    def get_or_create_index_page(
        self, model: type[Page], title: str, slug: str, *, any_title: bool = True
    ) -> Page:
        """Return the first index page of a type, or, without `any_title`, the one with a title."""
        key = (model, "" if any_title else title)
        if key not in self.index_pages or self.index_pages[key].is_leaf():
            pages = model.objects.descendant_of(self.home)
            pages = pages if any_title else pages.filter(title=title)
            page = pages.order_by("path").first()
            self.index_pages[key] = page or self._create_index_page(model, title, slug)
        return self.index_pages[key]

    def section(self, title: str) -> ArticleIndexPage | None:
        """Return the section with a title."""
        sections = ArticleIndexPage.objects.descendant_of(self.home)
        return sections.filter(title=title).first()

    def clear_cached_pages(self) -> None:
        """Reload index pages and the home page when next used, after an editor changed them."""
        self.index_pages.clear()
        self.__dict__.pop("home", None)

    def _create_index_page(self, model: type[Page], title: str, slug: str) -> Page:
        page = model(title=str(title), slug=free_slug(self.home, slug))
        self.home.add_child(instance=page)
        # An earlier run may have created an index page that has been deleted since.
        row = self.ledger.get("list", page.slug) or self.ledger.new("list", page.slug)
        row.set_target(page)
        row.is_indexed = False
        row.save()
        self.new_index_page_ids.append(page.pk)
        return page


def free_slug(parent: Page, slug: str, page: Page | None = None) -> str:
    """Return the slug, with a number appended if another child of the parent has it."""
    siblings = parent.get_children()
    if page and page.pk:
        siblings = siblings.exclude(pk=page.pk)
    if not siblings.filter(slug=slug).exists():  # Uses an index, even among thousands of children.
        return slug
    taken = set(siblings.filter(slug__startswith=f"{slug}-").values_list("slug", flat=True))
    return next(
        each for number in range(2, len(taken) + 3) if (each := f"{slug}-{number}") not in taken
    )
