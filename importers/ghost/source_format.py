"""The markup and the URLs of a Ghost site."""

from collections.abc import Iterator

from importers.ghost.body.converter import convert_post
from importers.ghost.posts import META_DESCRIPTION, META_TITLE, NOTES, SITE_URL
from importers.html.result import Body, Finder
from importers.source.records import Item


class GhostFormat:
    """Implements `SourceFormat`."""

    feeds = ("/rss/",)

    def convert(self, html: str, finder: Finder, name: str, item: Item) -> Body:
        """Return the body of an item as StreamField blocks, with what its reader noted."""
        body = convert_post(html, finder, name, item.get(SITE_URL))
        for note in item.meta.get(NOTES, ()):
            kind, _, text = note.partition("\t")
            body.warn(kind, text)
        return body

    def search_texts(self, item: Item) -> tuple[str, str]:
        """Return the title and the description that search engines display."""
        return item.get(META_TITLE), item.get(META_DESCRIPTION)

    def is_known_field(self, key: str) -> bool:
        """Return True: the reader reports what it does not know."""
        del key
        return True

    def item_urls(self, item: Item) -> Iterator[str]:
        """Yield the URLs of an item: its permalink and the page for mobile devices."""
        if item.link:
            yield item.link
        if item.link.endswith("/"):
            yield f"{item.link}amp/"

    def term_urls(
        self, taxonomy: str, slug: str, parents: list[str], term_id: int
    ) -> Iterator[str]:
        """Yield the URLs of a tag's archive and of its feed."""
        del parents, term_id
        yield f"/{taxonomy}/{slug}/"
        yield f"/{taxonomy}/{slug}/rss/"

    def author_urls(self, login: str, author_id: int) -> Iterator[str]:
        """Yield the URLs of an author's archive and of its feed."""
        del author_id
        yield f"/author/{login}/"
        yield f"/author/{login}/rss/"
