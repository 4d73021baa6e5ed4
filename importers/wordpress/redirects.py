"""Every old address leads to where its page is now, in one hop."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from core.values.csv_cells import escape_cell
from importers.models import ImportedItem
from importers.wordpress.wxr.records import Item
from importers.wordpress.wxr.records import Site as OldSite

# The first part of the address of the archive of a term, where it is not the taxonomy's name.
BASES = {
    "post_tag": "tag",
    "tribe_events_cat": "events/category",
    "product_cat": "product-category",
    "product_tag": "product-tag",
}
PAGE_BREAK = "<!--nextpage-->"
AT_ONCE = 500
LONGEST = Redirect._meta.get_field("old_path").max_length


class Addresses:
    """The old addresses of one site, put into Wagtail's own list of redirects.

    What somebody let lead elsewhere by hand, and what another site brought first, stays so.
    """

    def __init__(self, site: Site, old: OldSite) -> None:
        """Take the site that answers for them from now on, and the one that did so."""
        self.site, self.old = site, old

    def lead(self, olds: Iterable[str], *, page: Page | None = None, to: str = "") -> list[str]:
        """Let old addresses lead to a page, wherever it moves, or to an address of this site.

        Return those that lead elsewhere.
        """
        own = page and page.get_url_parts()
        target = own[2] if own else to
        return self._store([(old, target, page and page.pk) for old in olds])

    def lead_each(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Let old addresses lead each to an address of its own."""
        self._store([(old, to, None) for old, to in pairs])

    def _store(self, leading: list[tuple[str, str, int | None]]) -> list[str]:
        rows = {}
        for old, to, page in leading:
            path = Redirect.normalise_path(self._local(old))
            if path in ("", "/", Redirect.normalise_path(to)) or len(path) > LONGEST:
                continue
            rows[path] = Redirect(
                old_path=path,
                site=self.site,
                is_permanent=True,
                redirect_page_id=page,
                redirect_link="" if page else to,
                automatically_created=True,
            )
        paths = list(rows)
        parts = [paths[at : at + AT_ONCE] for at in range(0, len(paths), AT_ONCE)]
        taken = {path for part in parts for path in self._taken(part)}
        Redirect.objects.bulk_create(
            [row for path, row in rows.items() if path not in taken],
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["old_path", "site"],
            update_fields=["redirect_page", "redirect_link"],
        )
        return sorted(taken)

    def _taken(self, paths: list[str]) -> list[str]:
        known = Redirect.objects.filter(site=self.site, old_path__in=paths)
        if not known.exists():  # Nearly always, and asked for every page.
            return []
        others = ImportedItem.objects.filter(
            object_id=OuterRef("redirect_page"),
            content_type=OuterRef("redirect_page__content_type"),
        ).exclude(site=self.old.key)
        found = known.filter(Q(automatically_created=False) | Exists(others))
        return list(found.values_list("old_path", flat=True))

    def led(self, address: str) -> Redirect | None:
        """Return where an old address leads, if it does."""
        path = Redirect.normalise_path(self._local(address))
        return Redirect.objects.filter(site=self.site, old_path=path).first()

    def is_front(self, address: str) -> bool:
        """Tell whether an address is that of the old front page."""
        return Redirect.normalise_path(self._local(address)) in ("", self.old.folder or "/")

    def _local(self, address: str) -> str:
        """Return an address as it is on this site: its path and its query.

        Paths alone are taken from the front page of the old site, which may stand in a folder.
        """
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        path = parts.path or "/"
        if not parts.netloc:
            path = self.old.folder + path
        return f"{path}?{parts.query}" if parts.query else path

    def table(self) -> str:
        """Return all of them as CSV: the old path, and where it leads."""
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


def of_item(item: Item) -> Iterator[str]:
    """Yield the old addresses of an item: its permalink, its numbers, its feed."""
    yield from filter(None, (item.link, item.guid if "?" in item.guid else ""))
    yield from _once(item)
    name = {"page": "page_id", "attachment": "attachment_id"}.get(item.type, "p")
    yield f"/?{name}={item.id}"
    yield f"/?p={item.id}"
    if item.type not in ("post", "page", "attachment"):
        yield f"/?post_type={item.type}&p={item.id}"
    if item.link and "?" not in item.link:
        yield item.link.rstrip("/") + "/feed/"
        yield item.link.rstrip("/") + "/amp/"


def _once(item: Item) -> Iterator[str]:
    """Yield the addresses that an item had before, and those of its pages after the first."""
    address = item.link.rstrip("/")
    if not address or "?" in address:
        return
    for slug in item.meta.get("_wp_old_slug", ()):
        yield f"{address.rpartition('/')[0]}/{slug}/"
    for number in range(2, item.content.count(PAGE_BREAK) + 2):
        yield f"{address}/{number}/"


def of_term(taxonomy: str, slug: str, parents: list[str], number: int) -> Iterator[str]:
    """Yield the old addresses of the archive of a term, with its feed."""
    base = BASES.get(taxonomy, taxonomy)
    for path in {"/".join([*parents, slug]), slug}:
        yield f"/{base}/{path}/"
        yield f"/{base}/{path}/feed/"
    if taxonomy == "category" and number:
        yield f"/?cat={number}"
    if taxonomy == "post_tag":
        yield f"/?tag={slug}"


def of_author(login: str, number: int) -> Iterator[str]:
    """Yield the old addresses of the archive of an author, with its feed."""
    yield f"/author/{login}/"
    yield f"/author/{login}/feed/"
    yield f"/?author_name={login}"
    if number:
        yield f"/?author={number}"
