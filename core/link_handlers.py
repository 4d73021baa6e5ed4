"""Link handlers for rich text: Wagtail's, with prefetched targets and without links to drafts.

Imported by `core.wagtail_hooks` only: Wagtail 8 cannot import its own handlers while models load.
"""

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from core.rich_text import find_link_targets
from documents.models import SiteDocument


class LivePageLinkHandler(PageLinkHandler):
    """Links to pages; a link to a draft or a deleted page is rendered as plain text.

    A link to a restricted page stays: it asks readers to sign in.
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


class PrefetchedDocumentLinkHandler(DocumentLinkHandler):
    """Links to documents, which Wagtail would fetch for each text."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[SiteDocument | None]:
        """Return the document of each link, or None if it was deleted."""
        return find_link_targets(SiteDocument, [str(attrs.get("id")) for attrs in attrs_list])
