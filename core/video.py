"""What the address of a video says: where it plays, and how to show it without tracking."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, parse_qs, urlsplit

YOUTUBE_HOSTS = {"youtube.com", "m.youtube.com", "youtube-nocookie.com", "youtu.be"}
VIMEO_HOSTS = {"vimeo.com", "player.vimeo.com"}
YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
VIMEO_ID = re.compile(r"/(?:video/)?(\d+)")


@dataclass(frozen=True)
class VideoLink:
    """A video: the page to watch it on, and the player to embed where the host has one."""

    host: str
    watch_url: str
    embed_url: str = ""

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the video at `url`.

        Raises ValueError, with a sentence for the editor, where a known host has no video there.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        if host in YOUTUBE_HOSTS:
            return cls._youtube(parts)
        if host in VIMEO_HOSTS:
            return cls._vimeo(parts)
        return cls(host, url)

    @classmethod
    def _youtube(cls, parts: SplitResult) -> Self:
        in_query = parse_qs(parts.query).get("v", [""])[0]
        candidate = in_query or parts.path.rstrip("/").rsplit("/", 1)[-1]
        if not YOUTUBE_ID.fullmatch(candidate):
            raise ValueError(
                "This is not the address of a YouTube video. "
                "It looks like https://www.youtube.com/watch?v=aqz-KE-bpKQ."
            )
        return cls(
            "YouTube",
            f"https://www.youtube.com/watch?v={candidate}",
            f"https://www.youtube-nocookie.com/embed/{candidate}?autoplay=1&rel=0",
        )

    @classmethod
    def _vimeo(cls, parts: SplitResult) -> Self:
        match = VIMEO_ID.match(parts.path)
        if not match:
            raise ValueError(
                "This is not the address of a Vimeo video. It looks like https://vimeo.com/1084537."
            )
        return cls(
            "Vimeo",
            f"https://vimeo.com/{match[1]}",
            f"https://player.vimeo.com/video/{match[1]}?dnt=1&autoplay=1",
        )
