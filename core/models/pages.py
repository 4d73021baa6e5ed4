"""The base of every page type."""

from datetime import datetime
from typing import Self

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from images.models import SiteImage


class BasePageQuerySet(PageQuerySet):
    """Pages, with the words in which lists of them are asked for."""

    def visible(self) -> Self:
        """Only what everybody may read now: published, and behind no password or sign-in."""
        return self.live().public()

    def newest_first(self) -> Self:
        """Visible pages, the last published first."""
        return self.visible().order_by("-first_published_at", "-pk")


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(Page):
    """A page that any list of the site can show."""

    card_template = "components/card.html"
    # The relations that the page's card shows, as `prefetch_related` names them.
    listing_prefetch: tuple[str, ...] = ()
    # What its own page shows besides.
    page_prefetch: tuple[str, ...] = ()
    # Depth in the tree: the root is 1, home pages 2, and all others stand below a home page.
    minimum_parent_depth = 2

    objects = BasePageManager()

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse a page beside the home page, where no reader would find it."""
        return super().can_create_at(parent) and parent.depth >= cls.minimum_parent_depth

    @property
    def summary(self) -> str:
        """A sentence or two on what the page is about, for lists; plain text."""
        return self.search_description

    @property
    def listing_image(self) -> SiteImage | None:
        """The picture that stands for the page in lists."""
        return None

    @property
    def date_line(self) -> str:
        """The date that matters of this page, as a reader writes it; empty for most pages."""
        return ""

    @property
    def published_time(self) -> datetime | None:
        """When readers could first read the page."""
        return self.first_published_at

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Serve the page, with all that it shows fetched at once."""
        prefetch_related_objects([self], *self.listing_prefetch, *self.page_prefetch)
        return super().serve(request, *args, **kwargs)

    def get_sitemap_urls(self, request: object = None) -> list[dict[str, object]]:
        """Return the page's entry of the sitemap, on the host that was asked."""
        entries = super().get_sitemap_urls(request)
        if request:
            for entry in entries:
                entry["location"] = request.build_absolute_uri(self.get_url(request))
        return entries
