"""The bases of pages that list other pages."""

from functools import cache, cached_property

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.feeds import CardFeed
from core.listing import paginate
from core.models import BasePage, PublicationSettings, SummaryMixin
from core.queries import distinct_years, newest_tagged, visible
from page_cache.memoize import cached


class ListPage(RoutablePageMixin, SummaryMixin, BasePage):
    """A page whose text is a list, made anew for each reader."""

    # Whether others lead to the site's first page of this type without knowing which it is.
    is_singleton_index = False

    content_panels = [*BasePage.content_panels, *SummaryMixin.summary_panels]
    search_fields = [*BasePage.search_fields, *SummaryMixin.summary_search_fields]

    class Meta:
        abstract = True

    @classmethod
    def address_of(cls, request: HttpRequest | None, route: str, *args: object) -> str | None:
        """Return the address of a route of the site's first page of this type, if it has one."""
        publication = PublicationSettings.for_request(request) if request else PublicationSettings()
        address = publication.index_url(cls, request)
        return address and address + _any_page(cls).reverse_subpage(route, args)


@cache
def _any_page(kind: type[ListPage]) -> ListPage:
    """Return a page of a type, of which only the routes are asked: to make one takes long."""
    return kind()


class IndexPage(ListPage):
    """A page that lists the pages of one kind below it, twenty at a time, with a feed of them.

    A list that grows by the day is also kept by years, where `archive_field` names its date.
    """

    archive_field = ""

    class Meta:
        abstract = True

    def get_listing(self) -> PageQuerySet:
        """Return the visible pages of the list, in the order in which readers see them."""
        raise NotImplementedError

    def get_feed_listing(self) -> PageQuerySet:
        """Return the visible pages of the feed, newest first."""
        return self.get_listing()

    def get_archive(self) -> PageQuerySet:
        """Return the visible pages of all years."""
        return self.get_listing()

    @cached_property
    def archive_years(self) -> list[int]:
        """The years in which there is something, the last one first."""
        if not self.archive_field:
            return []
        return cached(
            f"years.{self.pk}", lambda: distinct_years(self.get_archive(), self.archive_field)
        )

    @path("")
    def list_pages(self, request: HttpRequest) -> HttpResponse:
        """Show one part of the list."""
        return self.render(
            request, context_overrides={"pages": paginate(self.get_listing(), request)}
        )

    @path("archive/<int:year>/", name="year")
    def list_year(self, request: HttpRequest, year: int) -> HttpResponse:
        """Show the pages of one year."""
        if year not in self.archive_years:
            raise Http404("There is nothing of that year.")
        of_year = self.get_archive().filter(**{f"{self.archive_field}__year": year})
        overrides = {"pages": paginate(of_year, request), "year": year}
        return self.render(request, context_overrides=overrides)

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Return the newest pages as an Atom feed."""
        return CardFeed(self.title, self.get_url(request), self.get_feed_listing())(request)


class DirectoryIndexPage(ListPage):
    """A page that lists entries (people, topics) and gives each a page of all that is theirs.

    An entry without a page that everybody may read is not shown: its name may be the very thing
    that is not public yet.
    """

    is_singleton_index = True
    entry_model: type[models.Model]
    # From a page to its entries, as `filter` writes it.
    entry_lookup: str

    class Meta:
        abstract = True

    @classmethod
    def entry_url(cls, entry: models.Model, request: HttpRequest | None) -> str | None:
        """Return the address of the page of `entry`, or None where the site has no such index."""
        return cls.address_of(request, "entry", entry.slug)

    def get_entries(self) -> models.QuerySet:
        """Return the entries that have at least one page everybody may read."""
        shown = visible(Page.objects.all()).values(self.entry_lookup)
        return self.entry_model.objects.filter(pk__in=shown)

    def find_entry(self, slug: str) -> models.Model:
        """Return the entry at an address below the page; raises Http404 where there is none."""
        entry = get_object_or_404(self.entry_model, slug=slug)
        if not visible(Page.objects.filter(**{self.entry_lookup: entry})).exists():
            raise Http404("Nothing of it is public.")
        return entry

    def get_listing(self, entry: models.Model) -> PageQuerySet:
        """Return the visible pages of `entry`, newest first."""
        relation, field = self.entry_lookup.split("__")
        assignments = Page._meta.get_field(relation).related_model.objects
        return newest_tagged(assignments.filter(**{field: entry}))

    @path("")
    def list_entries(self, request: HttpRequest) -> HttpResponse:
        """Show all entries."""
        entries = cached(f"entries.{self.pk}", lambda: list(self.get_entries()))
        return self.render(request, context_overrides={"entries": entries})

    @path("<slug:slug>/", name="entry")
    def show_entry(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show one entry with its pages, of every type."""
        entry = self.find_entry(slug)
        pages = paginate(self.get_listing(entry), request)
        return self.render(
            request,
            context_overrides={"entry": entry, "pages": pages},
            template=self.entry_template,
        )

    @path("<slug:slug>/feed/", name="entry_feed")
    def feed(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the newest pages of one entry as an Atom feed."""
        entry = self.find_entry(slug)
        link = entry.get_url(request)
        return CardFeed(entry.name, link, self.get_listing(entry))(request)
