"""The files of a Ghost site: pictures, recordings and documents below “/content/”."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from importers.ghost.values import number_of
from importers.html.dom import classes, is_comment, parse
from importers.resolver import host_of

CONTENT = re.compile(r"/content/(?:images|files|media)/.+")
# The other sizes that Ghost makes of a picture, in folders: “/size/w600/format/webp/”.
SIZE = re.compile(r"(?<=/content/images/)size/\w+/(?:format/\w+/)?")
# Where Ghost(Pro) keeps the files of its sites.
STORAGE_HOST = "storage.ghost.io"
ATTRIBUTES = ("src", "data-src", "href", "data-kg-background-image")
# What is named in the report rather than displayed.
NOT_DISPLAYED = {"kg-bookmark-icon", "kg-bookmark-thumbnail", "kg-audio-thumbnail"}


class SiteFile(NamedTuple):
    """A file: the path by which it is known in every size, and its URL in the original size."""

    path: str
    url: str

    @property
    def id(self) -> int:
        """The ID of its attachment."""
        return number_of("file", self.path)


def site_file(url: str, site_url: str) -> SiteFile | None:
    """Return the file at a URL; None for anything else, and for files of other sites."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    hosts = ("", host_of(site_url), STORAGE_HOST)
    if parts.scheme not in ("", "http", "https") or host_of(url.strip()) not in hosts:
        return None
    path = SIZE.sub("", parts.path)
    found = CONTENT.search(unquote(path))
    if not found or not path.startswith("/"):
        return None
    return SiteFile(found[0], parts._replace(path=path, query="", fragment="").geturl())


def displayed_files(html: str, site_url: str) -> Iterator[SiteFile]:
    """Yield the files of the site that a body displays or links to."""
    root, _ = parse(html)
    for node in root.iter():
        if is_comment(node) or _is_hidden(node):
            continue
        for name in ATTRIBUTES:
            if found := site_file(node.get(name) or "", site_url):
                yield found


def _is_hidden(node: object) -> bool:
    parent = node.getparent()
    own = classes(node) | (classes(parent) if parent is not None else set())
    return bool(own & NOT_DISPLAYED)
