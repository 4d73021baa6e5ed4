"""The map of the site for search engines: pages, their pictures, and news of the last two days.

Sitemaps 0.9, with the extensions of Google for images (1.1) and for news (0.9).
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

from core.models import PublicationSettings
from core.values.xml import xml_text
from images.models import SiteRendition
from images.rendition_specs import RENDITION_SPECS

FRESH = timedelta(days=2)
CHUNK = 500


class PageSitemap(Sitemap):
    """Wagtail's list of public pages, with what their types add."""

    # Of the 50 000 that the protocol allows so many: they take less than a second to write.
    limit = 5000

    def get_latest_lastmod(self) -> datetime | None:
        """Return when a page was published last, for the list of the map's parts."""
        times = self.get_wagtail_site().root_page.get_descendants(inclusive=True).live().public()
        return times.aggregate(last=Max("last_published_at"))["last"]

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, object]]:
        """Return the entries of a part of the map."""
        publication = PublicationSettings.for_request(self.request)
        pages = self.paginator.page(page).object_list.iterator(chunk_size=CHUNK)
        return list(
            chain.from_iterable(self._entries(one, publication) for one in _prepared(pages))
        )

    def _entries(self, page: Page, publication: PublicationSettings) -> list[dict[str, object]]:
        """Return the entries of a page, with its picture and whether it is news."""
        entries = page.get_sitemap_urls(self.request)
        time = getattr(page, "news_time", None)
        for entry in entries:
            entry["picture"] = _picture(page)
            if time and timedelta(0) <= now() - time < FRESH:
                entry["news"] = {
                    "title": xml_text(page.title),
                    "language": page.locale.language_code,
                    "time": time,
                    "publication": xml_text(publication.name),
                }
        return entries


# The files that every host can show.
FALLBACKS = [place.fallback for place in RENDITION_SPECS.values()]
SITEMAPS = {"pages": PageSitemap}


def site_map(request: HttpRequest) -> HttpResponse:
    """Return the whole map, or the list of its parts where one would be too long."""
    if PageSitemap(request).paginator.num_pages == 1:
        return sitemap(request, SITEMAPS)
    return index(request, SITEMAPS, sitemap_url_name="sitemap")


def _prepared(pages: Iterator[Page]) -> Iterator[Page]:
    """Yield pages with what their entries show, fetched for many at once."""
    ready = SiteRendition.objects.filter(filter_spec__in=FALLBACKS)
    files = Prefetch("lead_image__renditions", ready, to_attr="ready")
    while chunk := list(islice(pages, CHUNK)):
        having = [page for page in chunk if getattr(page, "lead_image_id", None)]
        prefetch_related_objects(having, files)
        prefetch_related_objects(chunk, "locale")
        yield from chunk


def _picture(page: Page) -> str:
    """Return the address of the picture of a page; none is drawn for a map of thousands."""
    if not getattr(page, "lead_image_id", None):
        return ""
    spec = RENDITION_SPECS[page.social_rendition].fallback
    return next((file.full_url for file in page.lead_image.ready if file.filter_spec == spec), "")
