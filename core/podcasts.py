"""The recordings of visible pages as a podcast."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Enclosure, Stylesheet
from django.utils.translation import gettext
from wagtail.models import Collection, CollectionViewRestriction, Page, ReferenceIndex

from core.blocks import RecordingBlock
from core.feed_types import PodcastFeed, feed_stylesheets
from core.metadata.links import cropped
from core.models import PublicationSettings
from core.queries import visible
from documents.models import SiteDocument

MAX_PAGES = 50  # with recordings, the newest first


@dataclass(frozen=True)
class Recording:
    """A recording and the page that displays it."""

    title: str
    summary: str
    file: SiteDocument
    page: Page
    url: str


def pages_with_recordings() -> list[Page]:
    """Return the newest visible pages that refer to documents, among them all with recordings."""
    kind = ContentType.objects.get_for_model(SiteDocument)
    pages = ReferenceIndex.objects.filter(
        to_content_type=kind, base_content_type=ContentType.objects.get_for_model(Page)
    )
    keys = [int(pk) for pk in pages.values_list("object_id", flat=True).distinct()]
    newest = visible(Page.objects.filter(pk__in=keys)).order_by("-first_published_at", "-pk")
    return list(newest[:MAX_PAGES].specific())


def find_recordings(request: HttpRequest | None = None) -> list[Recording]:
    """Return the recordings that anybody may hear, the newest first."""
    stored = [
        (page, url, value)
        for page in pages_with_recordings()
        if hasattr(page, "streams") and (url := page.get_url(request))
        for value in _stored_recordings(page)
    ]
    files = SiteDocument.objects.in_bulk({value["file"] for _page, _url, value in stored})
    private = _private_collections() if files else set()
    return [
        Recording(value["title"], value.get("caption") or page.summary, file, page, url)
        for page, url, value in stored
        if (file := files.get(value["file"])) and file.collection_id not in private
    ]


def _stored_recordings(page: Page) -> Iterator[dict]:
    """Yield the stored recordings of a page; its other blocks are not loaded."""
    for stream in page.streams():
        blocks = stream.stream_block.child_blocks
        for raw in stream.raw_data:
            if isinstance(blocks.get(raw["type"]), RecordingBlock) and raw["value"].get("file"):
                yield raw["value"]


def _private_collections() -> set[int]:
    """Return the collections that are restricted, or within a restricted one."""
    paths = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    if not paths:
        return set()
    rows = Collection.objects.values_list("pk", "path")
    return {pk for pk, path in rows if path.startswith(paths)}


class RecordingFeed(Feed):
    """A podcast of the recordings on a site."""

    feed_type = PodcastFeed

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Return the podcast. Raise Http404 if there are no recordings."""
        self.recordings = find_recordings(request)
        if not self.recordings:
            raise Http404("There are no recordings.")
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest) -> HttpRequest:
        """Return the request, on whose site the URLs depend."""
        return request

    def title(self, request: HttpRequest) -> str:
        """Return the name of the publication."""
        return f"{PublicationSettings.for_request(request).name}: {gettext('Recordings')}"

    def link(self, request: HttpRequest) -> str:
        """Return the URL of the front page."""
        return "/"

    def description(self, request: HttpRequest) -> str:
        """Return the description of the publication."""
        publication = PublicationSettings.for_request(request)
        return publication.tagline or publication.name

    def author_name(self, request: HttpRequest) -> str:
        """Return the name of the publication."""
        return PublicationSettings.for_request(request).name

    def stylesheets(self, request: HttpRequest) -> list[Stylesheet]:
        """Return the style sheet with which browsers display the feed."""
        return feed_stylesheets()

    def feed_extra_kwargs(self, request: HttpRequest) -> dict[str, str]:
        """Return the picture of the podcast: that of its newest page that has one."""
        images = (each.page.shared_image for each in self.recordings)
        image = next(filter(None, images), None)
        shared = image and cropped(image, "")
        return {"image": shared.url if shared else ""}

    def items(self, request: HttpRequest) -> list[Recording]:
        """Return the recordings, with absolute URLs of their files."""
        self.request = request
        return self.recordings

    def item_title(self, recording: Recording) -> str:
        """Return the title of a recording."""
        return recording.title

    def item_description(self, recording: Recording) -> str:
        """Return its caption, or the summary of its page."""
        return recording.summary

    def item_link(self, recording: Recording) -> str:
        """Return the URL of its page."""
        return recording.url

    def item_guid(self, recording: Recording) -> str:
        """Return an identifier that stays when the title changes."""
        return f"{self.request.get_host()}/recordings/{recording.page.pk}/{recording.file.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, recording: Recording) -> datetime | None:
        """Return the time of publication."""
        return recording.page.published_time

    def item_extra_kwargs(self, recording: Recording) -> dict[str, int | None]:
        """Return the duration in seconds, if the file says it."""
        return {"duration": recording.file.duration}

    def item_enclosures(self, recording: Recording) -> list[Enclosure]:
        """Return the file, with its size and type."""
        url = self.request.build_absolute_uri(recording.file.url)
        kind = mimetypes.guess_type(recording.file.filename)[0] or "application/octet-stream"
        return [Enclosure(url, str(recording.file.get_file_size() or 0), kind)]
