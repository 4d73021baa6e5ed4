"""Redirect every URL of the source site to the current URL of its page, in one hop."""

import csv
import re
from collections.abc import Iterable
from functools import cached_property
from io import StringIO
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from core.values.csv_cells import escape_cell
from importers.models import ImportedItem
from importers.source.records import Site as SourceSite

BATCH_SIZE = 500
FEED_END = re.compile(r"/(?:feed|rss)/?$")
MAX_PATH_LENGTH = Redirect._meta.get_field("old_path").max_length


class RedirectMap:
    """The redirects from URLs of a source site, stored with Wagtail's own redirects.

    Redirects that were created by hand or by the import of another site are never changed.
    """

    def __init__(self, site: Site, source: SourceSite) -> None:
        self.site, self.source = site, source

    def add(
        self,
        urls: Iterable[str],
        *,
        page: Page | None = None,
        to: str = "",
        only_missing: bool = False,
        has_feed: bool = False,
    ) -> list[str]:
        """Redirect source URLs to a page, which may move later, or to a URL of this site.

        With `has_feed`, URLs of feeds lead to the feed of the target.

        Return the paths that were skipped because they have another redirect; with `only_missing`
        also that of an earlier import of the same site.
        """
        parts = page and page.get_url_parts()
        target = parts[2] if parts else to
        redirects = [
            (url, f"{target}feed/", None)
            if has_feed and FEED_END.search(url)
            else (url, target, page and page.pk)
            for url in urls
        ]
        return self._store(redirects, only_missing=only_missing)

    def add_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Redirect each source URL to a URL of this site."""
        self._store([(url, to, None) for url, to in pairs])

    def _store(
        self, redirects: list[tuple[str, str, int | None]], *, only_missing: bool = False
    ) -> list[str]:
        rows = {}
        for url, to, page_id in redirects:
            path = Redirect.normalise_path(self._local_path(url))
            is_own_target = path == Redirect.normalise_path(to)
            if path in ("", "/") or is_own_target or len(path) > MAX_PATH_LENGTH:
                continue
            rows[path] = Redirect(
                old_path=path,
                site=self.site,
                is_permanent=True,
                redirect_page_id=page_id,
                redirect_link="" if page_id else to,
                automatically_created=True,
            )
        known = [path for path in rows if path in self._known_paths]
        batches = [known[at : at + BATCH_SIZE] for at in range(0, len(known), BATCH_SIZE)]
        find = self._existing if only_missing else self._taken
        taken = {path for batch in batches for path in find(batch)}
        if changed := [rows[path] for path in known if path not in taken]:
            Redirect.objects.bulk_create(
                changed,
                batch_size=BATCH_SIZE,
                update_conflicts=True,
                unique_fields=["old_path", "site"],
                update_fields=["redirect_page", "redirect_link"],
            )
        # An editor may have added one of them since the run began.
        Redirect.objects.bulk_create(
            [row for path, row in rows.items() if path not in self._known_paths],
            batch_size=BATCH_SIZE,
            ignore_conflicts=True,
        )
        self._known_paths.update(rows)
        return sorted(taken)

    @cached_property
    def _known_paths(self) -> set[str]:
        """The paths that had a redirect when the run began, and those added since.

        Most paths are new: looking up each would be a query for every page.
        """
        known = Redirect.objects.filter(site=self.site)
        return set(known.values_list("old_path", flat=True).iterator())

    def _existing(self, paths: list[str]) -> list[str]:
        """Return the paths with any redirect."""
        known = Redirect.objects.filter(site=self.site, old_path__in=paths)
        return list(known.values_list("old_path", flat=True))

    def _taken(self, paths: list[str]) -> list[str]:
        """Return the paths with a redirect made by hand or by the import of another site."""
        known = Redirect.objects.filter(site=self.site, old_path__in=paths)
        others = ImportedItem.objects.filter(
            object_id=OuterRef("redirect_page"),
            content_type=OuterRef("redirect_page__content_type"),
        ).exclude(site=self.source.key)
        taken = known.filter(Q(automatically_created=False) | Exists(others))
        return list(taken.values_list("old_path", flat=True))

    def find(self, url: str) -> Redirect | None:
        """Return the redirect from a source URL, if there is one."""
        path = Redirect.normalise_path(self._local_path(url))
        return Redirect.objects.filter(site=self.site, old_path=path).first()

    def is_front_page(self, url: str) -> bool:
        """Return whether a URL is that of the source site's front page."""
        return Redirect.normalise_path(self._local_path(url)) in ("", self.source.folder or "/")

    def _local_path(self, url: str) -> str:
        """Return the path and the query of a URL.

        URLs without a host are relative to the source's front page, which may be in a folder.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        path = parts.path or "/"
        if not parts.netloc:
            path = self.source.folder + path
        return f"{path}?{parts.query}" if parts.query else path

    def to_csv(self) -> str:
        """Return all redirects of this site as CSV."""
        out = StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(("Old address", "New address"))
        root = self.site.root_page.url_path
        rows = Redirect.objects.filter(site=self.site).order_by("old_path")
        columns = ("old_path", "redirect_link", "redirect_page__url_path")
        for old, link, path in rows.values_list(*columns).iterator():
            new = f"/{path.removeprefix(root)}" if path else link
            writer.writerow((escape_cell(old), escape_cell(new)))
        return out.getvalue()
