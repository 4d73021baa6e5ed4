"""Where the editorial desk joins Wagtail's admin."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import Button
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published, page_unpublished
from wagtail_modeladmin.options import modeladmin_register

from editorial.audit_log import register_actions
from editorial.content_gaps import clear_gaps, record_gaps, refresh_gaps_for_image
from editorial.dashboard.panels import build_desk
from editorial.draft_visibility import hide_drafts_of_others, hide_in_explorer, serve_discreetly
from editorial.listings.book_spreadsheet import sheet_buttons
from editorial.listings.pages import LISTS, DeskList
from editorial.listings.snippets import DirectoryGroup
from editorial.moderation.edit_conflicts import detect_edit_conflict, warn_of_edit_conflict
from editorial.moderation.guards import (
    hide_publication,
    refuse_new_publication,
    refuse_outdated_approval,
    refuse_publication,
)
from editorial.moderation.self_approval import (
    block_self_publication,
    is_page_approved,
    log_self_publication,
)
from editorial.notifications.workflow import announce
from editorial.unsaved import note_saved
from editorial.urls import urlpatterns
from images.models import SiteImage


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    """Give the pages of the desk their addresses."""
    return urlpatterns


@hooks.register("register_admin_viewset")
def register_lists() -> list[DeskList]:
    """Give the lists their addresses and their places in the menu."""
    return LISTS


@hooks.register("insert_global_admin_js")
def keep_unsaved_text() -> SafeString:
    """Keep unsaved text in the browser, and let users sign in again in place."""
    return format_html(
        '<script defer src="{}" data-session="{}" data-sign-in="{}" data-sign-out="{}"></script>'
        '<script defer src="{}"></script>',
        versioned_static("js/admin/session.js"),
        reverse("editing_session"),
        reverse("wagtailadmin_login"),
        reverse("wagtailadmin_logout"),
        versioned_static("js/admin/unsaved-text.js"),
    )


@hooks.register("insert_editor_js")
def guard_saves() -> SafeString:
    """Let a click wait for an autosave under way, and for a session that is there."""
    return format_html(
        '<script defer src="{}"></script>', versioned_static("js/admin/autosave-guard.js")
    )


@hooks.register("construct_help_menu")
def leave_out_news_of_wagtail(request: HttpRequest, items: list[MenuItem]) -> None:
    """Volunteers write here; what is new in a library is not their business."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


@hooks.register("register_page_header_buttons")
def offer_catalogue(
    page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from a catalogue to its table."""
    yield from sheet_buttons(user, page)


hooks.register("before_edit_page", refuse_publication)
hooks.register("before_edit_page", refuse_outdated_approval)
hooks.register("before_edit_page", detect_edit_conflict)
hooks.register("after_edit_page", warn_of_edit_conflict)
hooks.register("after_edit_page", note_saved)
hooks.register("after_create_page", note_saved)
hooks.register("before_create_page", refuse_new_publication)
hooks.register("construct_explorer_page_queryset", hide_in_explorer)
hooks.register("construct_page_chooser_queryset", hide_drafts_of_others)
hooks.register("check_publication", block_self_publication)
hooks.register("after_publication_check", log_self_publication)
hooks.register("construct_homepage_panels", build_desk)
hooks.register("construct_admin_api", serve_discreetly)
hooks.register("construct_page_action_menu", hide_publication)
hooks.register("is_page_approved", is_page_approved)
hooks.register("register_log_actions", register_actions)
post_save.connect(announce, sender=PageLogEntry)
post_save.connect(refresh_gaps_for_image, sender=SiteImage)
page_published.connect(record_gaps)
page_unpublished.connect(clear_gaps)
modeladmin_register(DirectoryGroup)
