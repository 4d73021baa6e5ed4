"""What the old site had around its pages: menus, and what stood first."""

import json

from django.db import transaction

from core.models import PublicationSettings
from importers.library import plain_text
from importers.moving import Move
from importers.wordpress.records import Item

MENU_ITEM = "nav_menu_item"
LEADING = "lead_stories"
LONGEST_LABEL = 60
NOT_TAKEN = "A menu of this site is kept: the entry was not added."


class Furniture:
    """Takes over menus and pinned posts, where this site has none of its own."""

    def __init__(self, move: Move) -> None:
        """Take the import."""
        self.move = move
        # The entries of menus that an earlier run took over.
        self.known: set[int] = set()

    def menus(self) -> dict[int, str]:
        """Fill the empty menus; return why entries were left out, by their numbers."""
        entries = sorted(self.move.store.items([MENU_ITEM]), key=lambda item: item.order)
        names = list(dict.fromkeys(name for item in entries for _slug, name in item.of("nav_menu")))
        reasons: dict[int, str] = {}
        if self.move.is_dry_run or not names:
            return reasons
        with transaction.atomic():
            settings = PublicationSettings.for_site(self.move.site)
            for place, name in zip(("header_links", "footer_links"), names, strict=False):
                own = [
                    item for item in entries if name in [each for _, each in item.of("nav_menu")]
                ]
                if self.move.ledger.get("menu", name):
                    self.known.update(item.id for item in own)
                    continue
                links = {item.id: self._link(item) for item in own}
                reasons |= {
                    number: "It leads to nothing here."
                    for number, link in links.items()
                    if not link
                }
                if getattr(settings, place):
                    reasons |= dict.fromkeys(links, NOT_TAKEN)
                    continue
                setattr(settings, place, json.dumps([link for link in links.values() if link]))
                self.move.ledger.new("menu", name).save()
            for name in names[2:]:
                rest = (
                    item.id for item in entries if name in [each for _, each in item.of("nav_menu")]
                )
                reasons |= dict.fromkeys(rest, f"There is no place for the menu “{name}”.")
            settings.save()
        return reasons

    def _link(self, item: Item) -> dict | None:
        """Return an entry in the form in which a StreamField stores it."""
        label = plain_text(item.title)[:LONGEST_LABEL]
        number = item.get("_menu_item_object_id")
        kind = item.get("_menu_item_object")
        known = self.move.ledger.get(kind, number) if number.isdigit() else None
        if known and known.content_type and hasattr(known.became, "url_path"):
            return {"type": "page", "value": {"page": known.became.pk, "label": label}}
        address = item.get("_menu_item_url").strip()
        if address.startswith(("http://", "https://")) and label:
            return {"type": "address", "value": {"label": label, "url": address}}
        return None

    def pin(self, pages: list[int]) -> int:
        """Pin pages to the first section of lead stories; return how many were not yet."""
        home = self.move.home
        if self.move.is_dry_run or not pages:
            return 0
        raw = list(home.body.raw_data)
        block = next((block for block in raw if block["type"] == LEADING), None)
        if block is None:
            return 0
        pinned = block["value"].setdefault("pinned", [])
        known = {entry["value"]["page"] for entry in pinned if isinstance(entry.get("value"), dict)}
        new = [
            {"type": "item", "value": {"page": key, "until": None}}
            for key in pages
            if key not in known
        ]
        if new:
            pinned += new
            home.body = home.body.stream_block.to_python(raw)
            with transaction.atomic():
                home.save()
        return len(new)
