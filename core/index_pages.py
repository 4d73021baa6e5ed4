"""Base classes of pages that list other pages."""

from collections.abc import Iterable
from functools import cache, cached_property

from django.db import models
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.directory_groups import DirectoryGroup, group_listing
from core.feeds import CardFeed
from core.listing import cards_by_id, paginate
from core.models import BasePage, DirectoryEntry, PublicationSettings, SummaryMixin
from core.queries import distinct_years, newest_tagged, visible
from core.routing import RoutedPageMixin
from page_cache.memoize import cached


class ListPage(RoutedPageMixin, SummaryMixin, BasePage):
    """A page whose content is a listing."""

    is_list = True
    # Whether other pages link to the first page of this type in the tree.
    is_singleton_index = False
    # The name of the route of a calendar that readers can subscribe to.
    calendar_route = ""

    content_panels = [*BasePage.content_panels, *SummaryMixin.summary_panels]
    search_fields = [*BasePage.search_fields, *SummaryMixin.summary_search_fields]

    class Meta:
        abstract = True

    @classmethod
    def route_url(cls, request: HttpRequest | None, route: str, *args: object) -> str | None:
        """Return the URL of a route of the site's first page of this type, if there is one."""
        publication = PublicationSettings.for_request(request) if request else PublicationSettings()
        url = publication.index_url(cls, request)
        return url and url + _blank_page(cls).reverse_subpage(route, args)


@cache
def _blank_page(page_type: type[ListPage]) -> ListPage:
    """Return a page for reversing routes; instantiating one for each URL is slow."""
    return page_type()


class IndexPage(ListPage):
    """A paginated listing of child pages of one type, with a feed.

    If `archive_field` names a DateTimeField of these pages, there is also an archive by year.
    """

    archive_field = ""
    list_kind = "rows"  # as in components/listing.html

    class Meta:
        abstract = True

    def get_listing(self) -> PageQuerySet:
        """Return the visible pages of the listing, in order."""
        raise NotImplementedError

    def get_feed_listing(self) -> PageQuerySet:
        """Return the visible pages of the feed, newest first."""
        return self.get_listing()

    def get_archive(self) -> PageQuerySet:
        """Return the visible pages of all years."""
        return self.get_listing()

    @cached_property
    def archive_years(self) -> list[int]:
        """The years that have pages, latest first."""
        if not self.archive_field:
            return []
        return cached(
            f"years.{self.pk}", lambda: distinct_years(self.get_archive(), self.archive_field)
        )

    @path("")
    def list_pages(self, request: HttpRequest) -> HttpResponse:
        """Render the listing."""
        return self.render(
            request, context_overrides={"pages": paginate(self.get_listing(), request)}
        )

    @path("archive/<number:year>/", name="year")
    def list_year(self, request: HttpRequest, year: int) -> HttpResponse:
        """Render the pages of one year."""
        if year not in self.archive_years:
            raise Http404("The archive has no pages of this year.")
        of_year = self.get_archive().filter(**{f"{self.archive_field}__year": year})
        overrides = {"pages": paginate(of_year, request), "year": year}
        return self.render(request, context_overrides=overrides)

    @path("feed/", name="feed")
    @path("feed/json/", name="json_feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Return the newest pages as an Atom feed."""
        return CardFeed(self.title, self.get_url(request), self.get_feed_listing())(request)


def entry_locations(
    entries: Iterable[DirectoryEntry], request: HttpRequest | None
) -> list[dict[str, object]]:
    """Return the sitemap entries of snippets."""
    urls = filter(None, (entry.get_url(request) for entry in entries))
    return [{"location": request.build_absolute_uri(url) if request else url} for url in urls]


class DirectoryIndexPage(ListPage):
    """A listing of snippets (contributors, topics), with a listing of pages for each of them.

    A snippet without a visible page is not displayed: its name may be confidential until then.
    """

    is_singleton_index = True
    entry_model: type[models.Model]
    # The lookup from a page to its snippets, as in `filter()`; empty if pages of one type have a
    # listing of their own.
    entry_lookup = ""

    class Meta:
        abstract = True

    @classmethod
    def entry_url(cls, entry: models.Model, request: HttpRequest | None) -> str | None:
        """Return the URL of the page of `entry`, or None if the site has no such index."""
        return cls.route_url(request, "entry", entry.slug)

    def get_entries(self) -> list[models.Model]:
        """Return the snippets that have at least one visible page, with the number of these."""
        pages = visible(Page.objects.all()).order_by()
        numbers = pages.values_list(self.entry_lookup).annotate(Count("pk", distinct=True))
        page_counts = dict(numbers)
        keys = pages.values(self.entry_lookup)
        entries = list(self.entry_model.objects.filter(pk__in=keys))
        for entry in entries:
            entry.page_count = page_counts.get(entry.pk, 0)
        return entries

    def group_entries(self, entries: list[models.Model]) -> list[tuple[str, list[models.Model]]]:
        """Return pairs of a heading, which may be empty, and its entries."""
        return [("", entries)]

    def find_entry(self, slug: str) -> models.Model:
        """Return the snippet with this slug. Raise Http404 if it has no visible page."""
        entry = get_object_or_404(self.entry_model, slug=slug)
        if not visible(Page.objects.filter(**{self.entry_lookup: entry})).exists():
            raise Http404("There is no visible page.")
        return entry

    def get_listing(self, entry: models.Model) -> PageQuerySet:
        """Return the visible pages of `entry`, newest first."""
        return newest_tagged(self._assignments(entry))

    def get_groups(self, entry: models.Model) -> list[tuple[DirectoryGroup, PageQuerySet]]:
        """Return the groups of the visible pages of `entry`, each with its pages."""
        if not self.entry_lookup:
            return []
        keys = self._assignments(entry).order_by().values("page")
        return group_listing(keys, self.get_listing(entry))

    def _assignments(self, entry: models.Model) -> models.QuerySet:
        """Return the rows that assign `entry` to pages."""
        relation, field = self.entry_lookup.split("__")
        return Page._meta.get_field(relation).related_model.objects.filter(**{field: entry})

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, object]]:
        """Return the sitemap entries of the index and of the page of each snippet."""
        return [*super().get_sitemap_urls(request), *entry_locations(self.get_entries(), request)]

    @path("")
    def list_entries(self, request: HttpRequest) -> HttpResponse:
        """Render the listing of snippets."""
        entries = cached(f"entries.{self.pk}", lambda: list(self.get_entries()))
        groups = self.group_entries(entries) if entries else []
        return self.render(request, context_overrides={"entries": entries, "groups": groups})

    @path("<slug:slug>/", name="entry")
    def show_entry(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Render one snippet with its pages, in groups by type or those of one group."""
        entry = self.find_entry(slug)
        context = self._listing_context(entry, request)
        return self.render(
            request, context_overrides={"entry": entry, **context}, template=self.entry_template
        )

    def _listing_context(self, entry: models.Model, request: HttpRequest) -> dict[str, object]:
        """Return the beginnings of all groups, or a page of the one group that is displayed."""
        groups = self.get_groups(entry)
        if key := request.GET.get("kind", ""):
            chosen = next((pair for pair in groups if pair[0].key == key), None)
            if chosen is None:
                raise Http404("There is no such group of pages.")
            return {"group": chosen[0], "pages": paginate(chosen[1], request), "is_part": True}
        firsts = [
            (group, pages, list(pages.values_list("pk", flat=True)[: group.size + 1]))
            for group, pages in groups
        ]
        firsts = [each for each in firsts if each[2]]
        if len(firsts) > 1:
            cards = cards_by_id({key for _group, _pages, keys in firsts for key in keys})
            return {"groups": [_beginning(group, keys, cards) for group, _pages, keys in firsts]}
        group, pages = firsts[0][:2] if firsts else (None, self.get_listing(entry))
        return {"group": group, "pages": paginate(pages, request)}

    @path("<slug:slug>/feed/", name="entry_feed")
    @path("<slug:slug>/feed/json/", name="entry_json_feed")
    def feed(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the newest pages of one snippet as an Atom feed."""
        entry = self.find_entry(slug)
        link = entry.get_url(request)
        return CardFeed(entry.name, link, self.get_listing(entry))(request)


def _beginning(
    group: DirectoryGroup, keys: list[int], cards: dict[int, BasePage]
) -> dict[str, object]:
    """Return the first pages of a group, and whether there are more."""
    pages = [cards[key] for key in keys[: group.size] if key in cards]
    return {"group": group, "pages": pages, "has_more": len(keys) > group.size}
