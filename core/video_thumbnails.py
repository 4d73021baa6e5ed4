"""Posters of videos, fetched once by us when a page is saved, so that no reader has to."""

import logging
from urllib.parse import urlsplit

import requests
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.blocks import StreamValue, StructValue

from core.blocks import VideoBlock, iter_block_values
from core.video import VideoLink
from images.models import SiteImage
from images.sanitize import sanitize_image

log = logging.getLogger(__name__)

SECONDS = 4  # An editor waits for it.
MOST_BYTES = 5_000_000
RETRY_SECONDS = 600
FORMATS = ["JPEG", "PNG", "WEBP"]


def add_posters(stream: StreamValue) -> None:
    """Give every video of `stream` that has no poster the one of its host, if it can be had."""
    for video in iter_block_values(stream, VideoBlock):
        if video.get("url") and not video.get("poster"):
            video["poster"] = _poster(video)


def _poster(value: StructValue) -> SiteImage | None:
    """Return the picture kept for a video, or fetch it; None where that fails."""
    video = VideoLink.lenient(value["url"])
    known = SiteImage.objects.filter(source_url=video.watch_url).first()
    if known or not (video.posters or video.oembed):
        return known
    if not cache.add(f"poster:{video.watch_url}", "tried", RETRY_SECONDS):
        return None
    try:
        content = ContentFile(_fetch_poster(video), name="poster")
        picture = sanitize_image(content, formats=FORMATS)
    except (requests.RequestException, ValidationError, ValueError, LookupError) as error:
        log.warning("No poster of %s: %s", video.watch_url, error)
        return None
    return SiteImage.objects.create(
        title=f"Poster: {value.get('title', '')}"[:255],
        file=picture,
        credit=video.host,
        source_url=video.watch_url,
    )


def _fetch_poster(video: VideoLink) -> bytes:
    """Return the poster of `video`.

    Raises RequestException, ValueError or LookupError where its host has none for us.
    """
    addresses = video.posters
    if video.oembed:
        address = requests.get(video.oembed, timeout=SECONDS, allow_redirects=False).json()[
            "thumbnail_url"
        ]
        if urlsplit(address).hostname not in video.poster_hosts:
            raise ValueError("the poster is on a host that we do not know")
        addresses = (address,)
    for address in addresses:
        with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as response:
            if response.status_code == requests.codes.ok:
                return _read(response)
    raise ValueError("its host has no poster")


def _read(response: requests.Response) -> bytes:
    content = response.raw.read(MOST_BYTES + 1, decode_content=True)
    if len(content) > MOST_BYTES:
        raise ValueError("the poster is larger than 5 MB")
    return content
