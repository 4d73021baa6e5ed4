"""URLs of videos: the page to watch one, and its player without tracking."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext

YOUTUBE_HOSTS = {"youtube.com", "m.youtube.com", "youtube-nocookie.com", "youtu.be"}
VIMEO_HOSTS = {"vimeo.com", "player.vimeo.com"}
YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
VIMEO_ID = re.compile(r"/(?:video/)?(\d+)")
PEERTUBE_ID = re.compile(r"/(?:w|videos/watch|videos/embed)/([\w-]{10,40})/?", re.ASCII)


@dataclass(frozen=True)
class VideoLink:
    """A video: the page to watch it, and the player to embed if the host has one.

    The poster is the first of `posters` that exists, or the thumbnail in the JSON at `oembed`
    (oEmbed 1.0), which must be on one of `poster_hosts`.
    """

    host: str
    watch_url: str
    embed_url: str = ""
    posters: tuple[str, ...] = ()
    oembed: str = ""
    poster_hosts: tuple[str, ...] = ()

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the video at `url`.

        Raise ValueError, with a message for the editor, if a known host has no video at this URL.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        readers: dict[str, Callable[[SplitResult], Self]] = {
            **dict.fromkeys(YOUTUBE_HOSTS, cls._youtube),
            **dict.fromkeys(VIMEO_HOSTS, cls._vimeo),
            **dict.fromkeys(settings.PEERTUBE_HOSTS, cls._peertube),
        }
        return readers[host](parts) if host in readers else cls(host, url)

    @classmethod
    def parse_or_link(cls, url: str) -> Self:
        """Return the video at `url`, or a link without a player if the URL is invalid."""
        try:
            return cls.parse(url)
        except ValueError:
            return cls(urlsplit(url).hostname or "", url)

    @classmethod
    def _youtube(cls, parts: SplitResult) -> Self:
        in_query = parse_qs(parts.query).get("v", [""])[0]
        candidate = in_query or parts.path.rstrip("/").rsplit("/", 1)[-1]
        if not YOUTUBE_ID.fullmatch(candidate):
            raise ValueError(_wrong_url("YouTube", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"))
        return cls(
            "YouTube",
            f"https://www.youtube.com/watch?v={candidate}",
            f"https://www.youtube-nocookie.com/embed/{candidate}?autoplay=1&rel=0",
            posters=tuple(
                f"https://i.ytimg.com/vi/{candidate}/{size}.jpg"
                for size in ("maxresdefault", "hqdefault")
            ),
        )

    @classmethod
    def _vimeo(cls, parts: SplitResult) -> Self:
        match = VIMEO_ID.match(parts.path)
        if not match:
            raise ValueError(_wrong_url("Vimeo", "https://vimeo.com/1084537"))
        watch_url = f"https://vimeo.com/{match[1]}"
        query = urlencode({"url": watch_url, "width": 1280, "dnt": 1})
        return cls(
            "Vimeo",
            watch_url,
            f"https://player.vimeo.com/video/{match[1]}?dnt=1&autoplay=1",
            oembed=f"https://vimeo.com/api/oembed.json?{query}",
            poster_hosts=("i.vimeocdn.com",),
        )

    @classmethod
    def _peertube(cls, parts: SplitResult) -> Self:
        host, match = parts.hostname, PEERTUBE_ID.fullmatch(parts.path)
        if not match:
            example = f"https://{host}/w/9c9de5e8-0a1e-484a-b099-e80766180a6d"
            raise ValueError(_wrong_url(host, example))
        watch_url = f"https://{host}/w/{match[1]}"
        return cls(
            host,
            watch_url,
            f"https://{host}/videos/embed/{match[1]}?autoplay=1&p2p=0",
            oembed=f"https://{host}/services/oembed?{urlencode({'url': watch_url})}",
            poster_hosts=(host,),
        )


def _wrong_url(host: str, example: str) -> str:
    return gettext("This is not a link to a video on %(host)s. It looks like %(example)s.") % {
        "host": host,
        "example": example,
    }
