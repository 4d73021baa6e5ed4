"""Links of texts to pages: looked up for a whole page at once, and never to a draft."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

_known: ContextVar[dict[str, Page | None] | None] = ContextVar("known_pages", default=None)


@contextmanager
def linked_pages(ids: Iterable[str]) -> Iterator[None]:
    """Look up these pages once for all links that are drawn within."""
    token = _known.set(_find(ids))
    try:
        yield
    finally:
        _known.reset(token)


class LivePageLinkHandler(PageLinkHandler):
    """Wagtail's links to pages; one to a draft, or to a page that is gone, is drawn as plain words.

    A link to a page for members stays: it asks them to sign in.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        """Return the pages of links, or None for those that are not published."""
        ids = [str(attrs.get("id")) for attrs in attrs_list]
        known = _known.get() or {}
        known |= _find(set(ids) - set(known))
        return [known[pk] for pk in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Return the opening tag of each link."""
        return [
            f'<a href="{escape(page.url)}">' if page else "<a>" for page in cls.get_many(attrs_list)
        ]


def _find(ids: Iterable[str]) -> dict[str, Page | None]:
    ids = set(ids)
    if not ids:
        return {}
    numbers = [int(pk) for pk in ids if pk.isdecimal()]
    pages = Page.objects.live().filter(pk__in=numbers)
    return dict.fromkeys(ids) | {str(page.pk): page for page in pages}
