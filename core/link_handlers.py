"""Handlers of links and embeds in rich text: with prefetched targets, and without links to drafts.

Imported only by `core.wagtail_hooks`: Wagtail 8 cannot import its own handlers while models load.
"""

from collections.abc import Iterator

from django.utils.html import escape, format_html
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.embeds.rich_text import MediaEmbedHandler
from wagtail.images.formats import get_image_formats
from wagtail.images.rich_text import ImageEmbedHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from core.rich_text import find_link_targets, is_primary_key
from documents.models import SiteDocument


class CheckedReferences:
    """A mixin for handlers; Wagtail raises an error for an element with a forged key."""

    @classmethod
    def extract_references(cls, attrs: dict) -> Iterator[tuple]:
        """Yield the target of a link or image, if its key can exist."""
        if is_primary_key(attrs.get("id", "")):
            yield from super().extract_references(attrs)


class CheckedImageEmbedHandler(CheckedReferences, ImageEmbedHandler):
    """A handler for images within rich text, which no editor of the site offers."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Return the HTML of each image; one with a forged key or format is left out."""
        formats = {each.name for each in get_image_formats()}
        return [
            super(CheckedImageEmbedHandler, cls).expand_db_attributes_many([attrs])[0]
            if is_primary_key(attrs.get("id")) and attrs.get("format") in formats
            else ""
            for attrs in attrs_list
        ]


class LinkedMediaEmbedHandler(MediaEmbedHandler):
    """A handler for media within rich text, which no editor of the site offers.

    Wagtail would ask the provider while a page is rendered, and show its player to readers.
    """

    @staticmethod
    def expand_db_attributes(attrs: dict) -> str:
        """Return a link to the media, or nothing where the address is forged or missing."""
        url = attrs.get("url", "")
        if not url.startswith(("https://", "http://")):
            return ""
        return format_html('<p><a href="{url}">{url}</a></p>', url=url)


class LivePageLinkHandler(CheckedReferences, PageLinkHandler):
    """A handler for links to pages; it does not link to drafts and deleted pages.

    Links to restricted pages are kept: readers may be able to sign in.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        """Return the page of each link, or None if it is not live."""
        return find_link_targets(Page, [str(attrs.get("id")) for attrs in attrs_list])

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Return the opening tag of each link."""
        return [
            f'<a href="{escape(page.url)}">' if page else "<a>" for page in cls.get_many(attrs_list)
        ]


class PrefetchedDocumentLinkHandler(CheckedReferences, DocumentLinkHandler):
    """A handler for links to documents, which Wagtail would fetch separately for each text."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[SiteDocument | None]:
        """Return the document of each link, or None if it was deleted."""
        return find_link_targets(SiteDocument, [str(attrs.get("id")) for attrs in attrs_list])
