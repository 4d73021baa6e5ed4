"""Run an import of a Ghost site."""

from typing import ClassVar

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from importers.ghost.pages import GhostArticleImporter, GhostPageImporter
from importers.ghost.reader import DETAIL, INTERNAL_TAG, NEWSLETTER, REDIRECT, TIER
from importers.ledger import Outcome
from importers.pages.base import PageImporter
from importers.runner import Import
from importers.source.item_store import path_of
from importers.source.records import Item

EXPRESSION = "It is an expression for several addresses; it leads to {target}."
TAKEN = "Its address leads to something that was imported, or elsewhere, or to itself."
TOO_LONG = "Its target is too long."
MAX_HOPS = 20
MAX_LINK_LENGTH = Redirect._meta.get_field("redirect_link").max_length


class GhostImport(Import):
    """Imports pages and posts, and the redirects that the site had itself."""

    parts: ClassVar[dict[str, type[PageImporter]]] = {
        "pages": GhostPageImporter,
        "posts": GhostArticleImporter,
    }
    reasons: ClassVar[dict[str, str]] = {
        INTERNAL_TAG: "Readers never saw this tag. In brackets: its number of posts.",
        DETAIL: "There is no place for it here, or it needs somebody’s consent.",
        NEWSLETTER: "Newsletters are not imported.",
        TIER: "Memberships are not imported.",
    }
    handled = (REDIRECT,)

    def import_menus(self) -> None:
        """Import the site's own redirects, to which menus may lead, then the menus."""
        items = list(self.context.store.items([REDIRECT]))
        targets = {
            path_of(item.link): item.content
            for item in items
            if item.link and not self.resolver.page(item.link)
        }
        for item in items:
            self._redirect(item, _last_target(item.content, targets))
        super().import_menus()

    def _redirect(self, item: Item, target: str) -> None:
        is_known = bool(item.link and self.context.redirects.find(item.link))
        if not item.link:
            self.report.leave_out(item, EXPRESSION.format(target=item.content))
        elif len(target) > MAX_LINK_LENGTH:
            self.report.leave_out(item, TOO_LONG)
        elif self.context.is_dry_run or self._add_redirect(item.link, target):
            self.report.count(REDIRECT, Outcome.UNCHANGED if is_known else Outcome.CREATED)
        else:
            self.report.leave_out(item, TAKEN)

    def _add_redirect(self, path: str, target: str) -> bool:
        """Redirect a path to where its target is now; return whether it leads there."""
        redirects = self.context.redirects
        if self.resolver.page(path):
            return False
        page, to = self._place(target)
        return not redirects.add([path], page=page, to=to) and redirects.find(path) is not None

    def _place(self, target: str) -> tuple[Page | None, str]:
        """Return the page, or else the URL, to which an address of the old site leads now."""
        redirects = self.context.redirects
        if not self.resolver.is_internal(target):
            return None, target
        if page_id := self.resolver.page(target):
            return Page.objects.get(pk=page_id), ""
        if redirects.is_front_page(target):
            return self.context.home, ""
        if known := redirects.find(target):
            return known.redirect_page, known.link
        return None, path_of(target)


def _last_target(target: str, targets: dict[str, str]) -> str:
    """Return where a chain of redirects ends."""
    for _ in range(MAX_HOPS):
        following = targets.get(path_of(target)) if target.startswith("/") else None
        if following is None:
            return target
        target = following
    return target
