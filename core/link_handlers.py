"""Links of texts to pages and files: looked up for a whole page at once, and never to a draft."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Model
from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text import extract_references_from_rich_text
from wagtail.rich_text.pages import PageLinkHandler

from documents.models import SiteDocument

Targets = dict[type[Model], dict[str, Model | None]]
_known: ContextVar[Targets | None] = ContextVar("known_targets", default=None)


@contextmanager
def prefetched_links(texts: Iterable[str]) -> Iterator[None]:
    """Look up once where all links of these rich texts lead, for what is drawn within."""
    token = _known.set(defaultdict(dict))
    try:
        _know(texts)
        yield
    finally:
        _known.reset(token)


def _know(texts: Iterable[str]) -> None:
    wanted = defaultdict(set)
    for text in texts:
        for model, pk, *_path in extract_references_from_rich_text(text):
            wanted[model].add(str(pk))
    for model in wanted.keys() & FINDERS.keys():
        _look_up(model, wanted[model])


class LivePageLinkHandler(PageLinkHandler):
    """Wagtail's links to pages; one to a draft, or to a page that is gone, is drawn as plain words.

    A link to a page for members stays: it asks them to sign in.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        """Return the pages of links, or None for those that are not published."""
        return _look_up(Page, [str(attrs.get("id")) for attrs in attrs_list])

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Return the opening tag of each link."""
        return [
            f'<a href="{escape(page.url)}">' if page else "<a>" for page in cls.get_many(attrs_list)
        ]


class PrefetchedDocumentLinkHandler(DocumentLinkHandler):
    """Wagtail's links to files, which it asks for once for each text."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[SiteDocument | None]:
        """Return the files of links, or None for those that are gone."""
        return _look_up(SiteDocument, [str(attrs.get("id")) for attrs in attrs_list])


FINDERS = {Page: Page.objects.live, SiteDocument: SiteDocument.objects.all}


def _look_up(model: type[Model], keys: Iterable[str]) -> list[Model | None]:
    """Return what has these keys, None where nothing has; what is known is not asked for again."""
    keys = list(keys)
    known = (_known.get() or {}).get(model, {})
    if missing := set(keys) - set(known):
        numbers = [int(key) for key in missing if key.isdecimal()]
        found = {str(one.pk): one for one in FINDERS[model]().filter(pk__in=numbers)}
        known |= dict.fromkeys(missing) | found
        if _known.get() is not None:
            _known.get()[model] = known
    return [known[key] for key in keys]
