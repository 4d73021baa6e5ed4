"""Find the files of a Ghost site by their exact paths."""

from html import escape
from urllib.parse import quote

from importers.ghost.site_files import site_file
from importers.html.result import Finder
from importers.resolver import host_of

CONTENT_FOLDER = "/content/"


class GhostFinder:
    """Implements `Finder` with another finder, to which it names the attachments of files.

    That finder compares the last parts of paths, which in Ghost may be the same for two files, or
    for a file of another site.
    """

    def __init__(self, finder: Finder, site_url: str) -> None:
        self.finder, self.site_url = finder, site_url

    def image(self, url: str, attachment: int) -> int | None:
        """Return the primary key of an image; None for those of other sites."""
        if file := site_file(url, self.site_url):
            return self.finder.image(file.url, file.id)
        return self.finder.image(url, attachment) if self._is_internal(url) else None

    def document(self, url: str, attachment: int) -> tuple[int, str, str] | None:
        """Return the primary key, title and extension of a document."""
        if file := site_file(url, self.site_url):
            return self.finder.document(file.url, file.id)
        return self.finder.document(url, attachment) if self._is_internal(url) else None

    def link(self, url: str) -> str | None:
        """Return the attributes of an `a` element in rich text."""
        file = site_file(url, self.site_url)
        if not file:
            return self.finder.link(url)
        found = self.finder.link(self.site_url + quote(file.path))
        # A file that was not imported is still where it was.
        return found if found and CONTENT_FOLDER not in found else self._link_to_source(file.url)

    def _link_to_source(self, url: str) -> str | None:
        return f'href="{escape(url)}"' if self._is_internal(url) else None

    def caption(self, attachment: int) -> tuple[str, str]:
        """Return the alternative text and the caption of an image in the media library."""
        return self.finder.caption(attachment)

    def attached(self, item: int) -> list[int]:
        """Return the IDs of the images that were uploaded to an item."""
        return self.finder.attached(item)

    def pattern(self, number: int) -> str:
        """Return the content of a synced pattern."""
        return self.finder.pattern(number)

    def _is_internal(self, url: str) -> bool:
        host = host_of(url)
        return host == host_of(self.site_url) if host else url.startswith("/")
