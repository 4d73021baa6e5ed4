"""The names that administrators read for the types of items, and for what became of them."""

from django.utils.translation import gettext_lazy as _

from importers.ledger import Outcome
from importers.models import ImportRun

KINDS = {
    "post": _("Posts"),
    "page": _("Pages"),
    "attachment": _("Pictures and files"),
    "nav_menu_item": _("Menu entries"),
    "file": _("Other files"),
    "author": _("Authors"),
    "guest-author": _("Guest authors"),
    "category": _("Categories"),
    "post_tag": _("Tags"),
    "tag": _("Tags"),
    "tribe_events": _("Events"),
    "tribe_events_cat": _("Categories of events"),
    "tribe_venue": _("Venues"),
    "tribe_organizer": _("Organisers"),
    "product": _("Books"),
    "product_variation": _("Editions of books"),
    "product_cat": _("Categories of books"),
    "product_tag": _("Tags of books"),
    "wp_block": _("Reusable blocks"),
    "revision": _("Earlier versions"),
    "subscriber": _("Members"),
    "internal_tag": _("Internal tags"),
    "detail": _("Details without a place here"),
    "newsletter": _("Newsletters"),
    "tier": _("Memberships"),
    "redirect": _("Redirects"),
}
# After a dry run, what an import would do.
PLANNED = {
    Outcome.CREATED: _("would be created"),
    Outcome.UPDATED: _("would be updated"),
    Outcome.UNCHANGED: _("would stay unchanged"),
    Outcome.KEPT: _("would be kept as edited here"),
    Outcome.LEFT_OUT: _("would be left out"),
    Outcome.FAILED: _("would fail"),
}
IMPORTED = {
    Outcome.CREATED: _("created"),
    Outcome.UPDATED: _("updated"),
    Outcome.UNCHANGED: _("unchanged"),
    Outcome.KEPT: _("kept as edited here"),
    Outcome.LEFT_OUT: _("left out"),
    Outcome.FAILED: _("failed"),
}


def name_of_kind(kind: str) -> str:
    """Return the name of a type of items; types of plugins that we do not know have none."""
    return str(KINDS.get(kind, kind))


def name_of_outcome(run: ImportRun, outcome: str) -> str:
    """Return the name of an outcome, after a dry run as what would become of items."""
    return str((IMPORTED if run.is_import else PLANNED).get(outcome, outcome))
