"""Posters of videos, fetched when a page is saved, so that readers load nothing from the host."""

import json
import logging
from contextlib import suppress
from urllib.parse import urlsplit

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.blocks import StreamValue, StructValue

from core.blocks import VideoBlock, iter_block_values
from core.outgoing import Limits, OutgoingError, fetch
from core.video import VideoLink
from images.models import SiteImage
from images.sanitize import sanitize_image

log = logging.getLogger(__name__)

LIMITS = Limits(max_bytes=5_000_000, seconds=4)  # An editor waits for it.
RETRY_AFTER = 600  # seconds
FORMATS = ["JPEG", "PNG", "WEBP"]


def add_posters(stream: StreamValue) -> None:
    """Set the poster of each video of `stream` that has none, if its host provides one."""
    for video in iter_block_values(stream, VideoBlock):
        if video.get("url") and not video.get("poster"):
            video["poster"] = _poster(video)


def _poster(value: StructValue) -> SiteImage | None:
    """Return the stored or fetched poster of a video, or None if that fails."""
    video = VideoLink.parse_or_link(value["url"])
    stored = SiteImage.objects.filter(source_url=video.watch_url).first()
    if stored or not (video.posters or video.oembed):
        return stored
    if not cache.add(f"poster:{video.watch_url}", "tried", RETRY_AFTER):
        return None
    try:
        content = ContentFile(_fetch_poster(video), name="poster")
        file = sanitize_image(content, formats=FORMATS)
    except (OutgoingError, ValidationError, ValueError, LookupError, TypeError) as error:
        log.warning("No poster of %s: %s", video.watch_url, error)
        return None
    return SiteImage.objects.create(
        title=f"Poster: {value.get('title', '')}"[:255],
        file=file,
        credit=video.host,
        source_url=video.watch_url,
    )


def _fetch_poster(video: VideoLink) -> bytes:
    """Return the poster of `video`.

    Raise OutgoingError, ValueError or LookupError if its host provides none.
    """
    urls = video.posters
    if video.oembed:
        url = json.loads(fetch(video.oembed, LIMITS))["thumbnail_url"]
        if urlsplit(url).hostname not in video.poster_hosts:
            raise ValueError("The poster is on an unexpected host.")
        urls = (url,)
    for url in urls[:-1]:
        with suppress(OutgoingError):  # The largest size does not exist for every video.
            return fetch(url, LIMITS)
    return fetch(urls[-1], LIMITS)
