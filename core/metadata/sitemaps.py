"""XML sitemaps of pages, their images and the news of the last two days.

Sitemaps 0.9 with Google's extensions for images (1.1) and news (0.9).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, islice

from django.db.models import Max, Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap
from wagtail.contrib.sitemaps.views import index, sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.models import PublicationSettings
from core.queries import visible
from core.values.xml import xml_text
from images.models import SiteRendition
from images.rendition_specs import RENDITION_SPECS

NEWS_MAX_AGE = timedelta(days=2)
CHUNK_SIZE = 500  # pages
# Renditions in a file format that every site supports.
FALLBACK_SPECS = [spec.fallback for spec in RENDITION_SPECS.values()]


class PageSitemap(Sitemap):
    """Wagtail's sitemap of public pages, with images and news."""

    limit = 5000  # The protocol allows 50,000; this many render in less than a second.

    def items(self) -> PageQuerySet:
        """Return the pages that every reader may see."""
        pages = visible(self.get_wagtail_site().root_page.get_descendants(inclusive=True))
        return pages.order_by("path").defer_streamfields().specific()

    def get_latest_lastmod(self) -> datetime | None:
        """Return the latest publication time, for the sitemap index."""
        return self.items().aggregate(last=Max("last_published_at"))["last"]

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, object]]:
        """Return the entries of page `page` of the sitemap."""
        publication = PublicationSettings.for_request(self.request)
        pages = self.paginator.page(page).object_list.iterator(chunk_size=CHUNK_SIZE)
        return list(
            chain.from_iterable(self._entries(each, publication) for each in _prefetched(pages))
        )

    def _entries(self, page: Page, publication: PublicationSettings) -> list[dict[str, object]]:
        entries = page.get_sitemap_urls(self.request)
        time = getattr(page, "news_time", None)
        for entry in entries:
            entry["image"] = _image_url(page)
            if time and timedelta(0) <= now() - time < NEWS_MAX_AGE:
                entry["news"] = {
                    "title": xml_text(page.title),
                    "language": page.locale.language_code,
                    "time": time,
                    "publication": xml_text(publication.name),
                }
        return entries


SITEMAPS = {"pages": PageSitemap}


def site_map(request: HttpRequest) -> HttpResponse:
    """Return the sitemap, or a sitemap index if there are more than `limit` pages."""
    if PageSitemap(request).paginator.num_pages == 1:
        return sitemap(request, SITEMAPS)
    return index(request, SITEMAPS, sitemap_url_name="sitemap")


def _prefetched(pages: Iterator[Page]) -> Iterator[Page]:
    """Yield the pages with locales and renditions, fetched in chunks."""
    renditions = SiteRendition.objects.filter(filter_spec__in=FALLBACK_SPECS)
    prefetch = Prefetch("lead_image__renditions", renditions, to_attr="fallback_renditions")
    while chunk := list(islice(pages, CHUNK_SIZE)):
        with_image = [page for page in chunk if getattr(page, "lead_image_id", None)]
        prefetch_related_objects(with_image, prefetch)
        prefetch_related_objects(chunk, "locale")
        yield from chunk


def _image_url(page: Page) -> str:
    """Return the URL of a rendition that exists: generating thousands would take too long."""
    if not getattr(page, "lead_image_id", None):
        return ""
    spec = RENDITION_SPECS[page.social_rendition].fallback
    renditions = page.lead_image.fallback_renditions
    return next((each.full_url for each in renditions if each.filter_spec == spec), "")
