"""What the old site had around its pages: menus, and what stood first."""

import json
from collections.abc import Iterable

from django.db import transaction

from core.models import PublicationSettings
from importers.wordpress.context import ImportContext
from importers.wordpress.redirects import of_term
from importers.wordpress.resolver import ReferenceResolver, plain_text
from importers.wordpress.wxr.records import Item

MENU_ITEM = "nav_menu_item"
LEADING = "lead_stories"
LONGEST_LABEL = 60
# What is remembered: of a menu by its name, of what was pinned by the number of its item.
MENU, PIN = "menu", "pin"
RENDITION_SPECS = ("header_links", "footer_links")
NOT_TAKEN = "A menu of this site is kept: the entry was not added."
NOWHERE = "It leads to nothing here."


class MenuImporter:
    """Takes over menus and pinned posts, where this site has none of its own."""

    def __init__(self, move: ImportContext, library: ReferenceResolver) -> None:
        """Take the import, and who knows what became of addresses."""
        self.move, self.library = move, library
        # The entries of menus that an earlier run took over.
        self.known: set[int] = set()

    def menus(self) -> dict[int, str]:
        """Fill the empty menus; return why entries were left out, by their numbers."""
        menus: dict[str, list[Item]] = {}
        for item in sorted(self.move.store.items([MENU_ITEM]), key=lambda item: item.order):
            for _slug, name in item.of("nav_menu"):
                menus.setdefault(name, []).append(item)
        if self.move.is_dry_run or not menus:
            return {}
        reasons: dict[int, str] = {}
        with transaction.atomic():
            settings = PublicationSettings.for_site(self.move.site)
            for place, name in zip(RENDITION_SPECS, menus, strict=False):
                reasons |= self._menu(settings, place, name, menus[name])
            settings.save()
        for name in list(menus)[len(RENDITION_SPECS) :]:
            reason = f"There is no place for the menu “{name}”."
            reasons |= {item.id: reason for item in menus[name]}
        return reasons

    def _menu(
        self, settings: PublicationSettings, place: str, name: str, items: list[Item]
    ) -> dict[int, str]:
        if self.move.ledger.get(MENU, name):
            self.known.update(item.id for item in items)
            return {}
        if getattr(settings, place):
            return {item.id: NOT_TAKEN for item in items}
        links = {item.id: self._link(item) for item in items}
        setattr(settings, place, json.dumps([link for link in links.values() if link]))
        self.move.ledger.new(MENU, name).save()
        return {number: NOWHERE for number, link in links.items() if not link}

    def _link(self, item: Item) -> dict | None:
        """Return an entry in the form in which a StreamField stores it."""
        label = plain_text(item.title)[:LONGEST_LABEL]
        number, kind = item.get("_menu_item_object_id"), item.get("_menu_item_object")
        if item.get("_menu_item_type") == "custom":
            return self._to_address(item.get("_menu_item_url").strip(), label)
        if item.get("_menu_item_type") == "taxonomy":
            terms = self.move.old.terms.values()
            found = [each for each in terms if (each.taxonomy, str(each.id)) == (kind, number)]
            olds = [old for each in found for old in of_term(kind, each.slug, [], each.id)]
            return self._to_address(olds[0], label or found[0].name) if olds else None
        key = self.move.ledger.page([(kind, int(number))]) if number.isdecimal() else None
        return _to_page(key, label) if key else None

    def _to_address(self, address: str, label: str) -> dict | None:
        if not self.library.is_ours(address):
            is_link = address.startswith(("http://", "https://")) and label
            return _to_url(address, label) if is_link else None
        if self.move.addresses.is_front(address):
            return _to_page(self.move.home.pk, label)
        if key := self.library.page(address):
            return _to_page(key, label)
        found = self.move.addresses.led(address)
        if found and found.redirect_page_id:
            return _to_page(found.redirect_page_id, label)
        return _to_url(self.move.site.root_url + found.link, label) if found and label else None

    def pin_sticky_posts(self, sticky: Iterable[tuple[int, int]]) -> None:
        """Pin pages to the first section of lead stories, each once: editors take them off.

        `sticky` are the numbers of items, with the keys of their pages.
        """
        ledger, home = self.move.ledger, self.move.home
        new = [(number, key) for number, key in sticky if not ledger.get(PIN, number)]
        raw = list(home.body.raw_data)
        block = next((block for block in raw if block["type"] == LEADING), None)
        if self.move.is_dry_run or block is None or not new:
            return
        pinned = block["value"].setdefault("pinned", [])
        known = {entry["value"]["page"] for entry in pinned if isinstance(entry.get("value"), dict)}
        pinned += [
            {"type": "item", "value": {"page": key, "until": None}}
            for _, key in new
            if key not in known
        ]
        home.body = home.body.stream_block.to_python(raw)
        with transaction.atomic():
            home.save()
            for number, _ in new:
                ledger.new(PIN, number).save()


def _to_page(key: int, label: str) -> dict:
    return {"type": "page", "value": {"page": key, "label": label}}


def _to_url(address: str, label: str) -> dict:
    return {"type": "address", "value": {"label": label, "url": address}}
