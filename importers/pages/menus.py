"""Import menus, and pin sticky posts to the lead stories of the home page."""

import json
import re
from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from core.models import PublicationSettings
from importers.context import ImportContext
from importers.resolver import ReferenceResolver, plain_text, url_path
from importers.source.records import Item

MENU_ITEM = "nav_menu_item"
LEAD_STORIES = "lead_stories"
MAX_LABEL_LENGTH = 60
# Kinds of rows in the ledger: a menu by its name, a pinned page by the ID of its item.
MENU, PIN = "menu", "pin"
# The fields of PublicationSettings that receive the first and the second menu.
MENU_FIELDS = ("header_links", "footer_links")
HEADER_NAMES = re.compile(r"main|primary|head|haupt|top|principal", re.IGNORECASE)
FOOTER_NAMES = re.compile(r"foot|bottom|legal|fu(?:ß|ss)|pied|secondary", re.IGNORECASE)
MENU_KEPT = "This menu already has links here, so the item was not added."
NO_TARGET = "It links to nothing that was imported."


class MenuImporter:
    """Imports menus and sticky posts, without replacing existing menus."""

    def __init__(self, context: ImportContext, resolver: ReferenceResolver) -> None:
        self.context, self.resolver = context, resolver
        # IDs of the items of menus that an earlier run imported.
        self.known_item_ids: set[int] = set()

    def import_menus(self, *, replace: bool = False) -> dict[int, str]:
        """Fill the empty menus, or those of the set-up; return why items were left out, by IDs."""
        menus: dict[str, list[Item]] = {}
        for item in sorted(self.context.store.items([MENU_ITEM]), key=lambda item: item.order):
            for _slug, name in item.terms_of("nav_menu"):
                menus.setdefault(name, []).append(item)
        if self.context.is_dry_run or not menus:
            return {}
        reasons: dict[int, str] = {}
        with transaction.atomic():
            settings = PublicationSettings.for_site(self.context.site)
            for field, name in _places(list(menus)).items():
                if replace and not self.context.ledger.get(MENU, name):
                    setattr(settings, field, "[]")
                reasons |= self._import_menu(settings, field, name, menus[name])
            settings.save()
        for name in menus.keys() - set(_places(list(menus)).values()):
            reason = f"This site has no third menu for “{name}”."
            reasons |= {item.id: reason for item in menus[name]}
        return reasons

    def _import_menu(
        self, settings: PublicationSettings, field: str, name: str, items: list[Item]
    ) -> dict[int, str]:
        if self.context.ledger.get(MENU, name):
            self.known_item_ids.update(item.id for item in items)
            return {}
        if getattr(settings, field):
            return {item.id: MENU_KEPT for item in items}
        links = {item.id: self._link(item) for item in items}
        setattr(settings, field, json.dumps([link for link in links.values() if link]))
        self.context.ledger.new(MENU, name).save()
        return {item_id: NO_TARGET for item_id, link in links.items() if not link}

    def _link(self, item: Item) -> dict | None:
        """Return the raw StreamField block for a menu item; None if its target is unknown."""
        label = plain_text(item.title)[:MAX_LABEL_LENGTH]
        number, kind = item.get("_menu_item_object_id"), item.get("_menu_item_object")
        if item.get("_menu_item_type") == "custom":
            return self._link_to_url(item.get("_menu_item_url").strip(), label)
        if item.get("_menu_item_type") == "taxonomy":
            terms = self.context.source.terms.values()
            found = [each for each in terms if (each.taxonomy, str(each.id)) == (kind, number)]
            term_urls = self.context.format.term_urls
            urls = [url for each in found for url in term_urls(kind, each.slug, [], each.id)]
            return self._link_to_url(urls[0], label or found[0].name) if urls else None
        page_id = self.context.ledger.page_id([(kind, int(number))]) if number.isdecimal() else None
        return page_block(page_id, label) if page_id else None

    def _link_to_url(self, url: str, label: str) -> dict | None:
        if not self.resolver.is_internal(url):
            is_link = url.startswith(("http://", "https://")) and label
            return _url_block(url, label) if is_link else None
        redirect = self.context.redirects.find(url)
        if page_id := self._page_id(url) or (redirect and redirect.redirect_page_id):
            return page_block(page_id, label)
        if redirect and label:
            return _url_block(self.context.site.root_url + redirect.link, label)
        return None

    def _page_id(self, url: str) -> int | None:
        """Return the page that a URL of the source became, or that has its path here."""
        if self.context.redirects.is_front_page(url):
            return self.context.home.pk
        path = f"{self.context.site.root_page.url_path}{url_path(url).strip('/')}/"
        pages = Page.objects.live().filter(url_path=path)
        return self.resolver.page(url) or pages.values_list("pk", flat=True).first()

    def pin_sticky_posts(self, sticky: Iterable[tuple[int, int]]) -> None:
        """Pin pages to the first section of lead stories, each only once: editors unpin them.

        `sticky` contains the IDs of items with the primary keys of their pages.
        """
        ledger, home = self.context.ledger, self.context.home
        new = [(item_id, page_id) for item_id, page_id in sticky if not ledger.get(PIN, item_id)]
        raw = list(home.body.raw_data)
        block = next((block for block in raw if block["type"] == LEAD_STORIES), None)
        if self.context.is_dry_run or block is None or not new:
            return
        pinned = block["value"].setdefault("pinned", [])
        known = {entry["value"]["page"] for entry in pinned if isinstance(entry.get("value"), dict)}
        pinned += [
            {"type": "item", "value": {"page": page_id, "until": None}}
            for _, page_id in new
            if page_id not in known
        ]
        home.body = home.body.stream_block.to_python(raw)
        with transaction.atomic():
            home.save()
            for item_id, _ in new:
                ledger.new(PIN, item_id).save()


def _places(names: list[str]) -> dict[str, str]:
    """Return the menu for each field: by its name, else the first and the second one."""
    footer = next((name for name in names if FOOTER_NAMES.search(name)), "")
    others = [name for name in names if name != footer]
    header = next((name for name in others if HEADER_NAMES.search(name)), "")
    rest = [name for name in others if name != header]
    header = header or (rest.pop(0) if rest else "")
    footer = footer or (rest.pop(0) if rest else "")
    return {field: name for field, name in zip(MENU_FIELDS, (header, footer), strict=True) if name}


def page_block(page_id: int, label: str = "") -> dict:
    """Return the raw StreamField block for a link to a page."""
    return {"type": "page", "value": {"page": page_id, "label": label}}


def _url_block(url: str, label: str) -> dict:
    return {"type": "address", "value": {"label": label, "url": url}}
