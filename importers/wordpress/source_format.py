"""The markup and the URLs of a WordPress site."""

from collections.abc import Iterator

from importers.html.result import Body, Finder
from importers.source.records import Item
from importers.wordpress.html.converter import convert

# The first part of the URL of a term's archive, where it is not the name of the taxonomy.
ARCHIVE_BASES = {
    "post_tag": "tag",
    "tribe_events_cat": "events/category",
    "product_cat": "product-category",
    "product_tag": "product-tag",
}
PAGE_BREAK = "<!--nextpage-->"
# The feeds of a whole site.
FEEDS = ("/rss/", "/atom/", "/feed/rss/", "/feed/rss2/", "/feed/atom/", "/feed/rdf/",
         "/comments/feed/", "/?feed=rss2", "/?feed=atom", "/?feed=rss")  # fmt: skip


class WordPressFormat:
    """Implements `SourceFormat`."""

    feeds = FEEDS

    def convert(self, html: str, finder: Finder, name: str, item: Item) -> Body:
        """Return the body of an item as StreamField blocks."""
        return convert(html, finder, name, item.get("footnotes"), item.id)

    def item_urls(self, item: Item) -> Iterator[str]:
        """Yield the URLs of an item at the source: permalink, short links, former slugs, feed."""
        yield from filter(None, (item.link, item.guid if "?" in item.guid else ""))
        yield from _former_and_paginated_urls(item)
        name = {"page": "page_id", "attachment": "attachment_id"}.get(item.type, "p")
        yield f"/?{name}={item.id}"
        yield f"/?p={item.id}"
        if item.type not in ("post", "page", "attachment"):
            yield f"/?post_type={item.type}&p={item.id}"
        if item.link and "?" not in item.link:
            yield item.link.rstrip("/") + "/feed/"
            yield item.link.rstrip("/") + "/amp/"

    def term_urls(
        self, taxonomy: str, slug: str, parents: list[str], term_id: int
    ) -> Iterator[str]:
        """Yield the URLs of a term's archive and its feed; `parents` are slugs, topmost first."""
        base = ARCHIVE_BASES.get(taxonomy, taxonomy)
        for path in {"/".join([*parents, slug]), slug}:
            yield f"/{base}/{path}/"
            yield f"/{base}/{path}/feed/"
        if taxonomy == "category" and term_id:
            yield f"/?cat={term_id}"
        if taxonomy == "post_tag":
            yield f"/?tag={slug}"

    def author_urls(self, login: str, author_id: int) -> Iterator[str]:
        """Yield the URLs of an author's archive and its feed."""
        yield f"/author/{login}/"
        yield f"/author/{login}/feed/"
        yield f"/?author_name={login}"
        if author_id:
            yield f"/?author={author_id}"


def _former_and_paginated_urls(item: Item) -> Iterator[str]:
    url = item.link.rstrip("/")
    if not url or "?" in url:
        return
    for slug in item.meta.get("_wp_old_slug", ()):
        yield f"{url.rpartition('/')[0]}/{slug}/"
    for number in range(2, item.content.count(PAGE_BREAK) + 2):
        yield f"{url}/{number}/"
