"""Hooks and signal handlers of the editorial app."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import Button
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published, page_unpublished
from wagtail_modeladmin.options import modeladmin_register

from editorial.audit_log import register_actions
from editorial.content_gaps import clear_gaps, record_gaps, refresh_gaps_for_image
from editorial.dashboard.panels import build_dashboard, hide_summary
from editorial.draft_visibility import (
    hide_drafts_of_others,
    hide_in_explorer,
    register_restricted_api,
)
from editorial.handbook import link_handbook
from editorial.listings.book_spreadsheet import spreadsheet_buttons
from editorial.listings.pages import LISTINGS, EditorialListViewSet
from editorial.listings.snippets import SnippetGroup
from editorial.moderation.edit_conflicts import detect_edit_conflict, warn_of_edit_conflict
from editorial.moderation.guards import (
    drop_decision_after_review,
    hide_publication,
    order_actions,
    refuse_new_publication,
    refuse_outdated_approval,
    refuse_publication,
)
from editorial.moderation.public_uses import guard_collection
from editorial.moderation.self_approval import (
    block_self_publication,
    is_page_approved,
    log_self_publication,
)
from editorial.notifications.workflow import send_on_commit
from editorial.review.submission import (
    tell_that_it_went_back,
    tell_the_plan,
    tell_what_is_missing,
)
from editorial.unsaved import (
    continue_autosave,
    edit_created_page,
    record_autosave,
    record_saved_form,
)
from editorial.urls import urlpatterns
from editorial.withdrawals import forget_withdrawal, record_withdrawal
from images.models import SiteImage


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Register the admin views of this app."""
    return urlpatterns


@hooks.register("register_admin_viewset")
def register_listings() -> list[EditorialListViewSet]:
    """Register the listings of articles, events and books."""
    return LISTINGS


@hooks.register("insert_global_admin_css")
def desk_style() -> SafeString:
    """Style the dashboard and the page forms."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("admin/desk.css"))


@hooks.register("insert_global_admin_js")
def unsaved_text_scripts() -> SafeString:
    """Keep unsaved text in the browser, and let users sign in again without leaving the page."""
    return format_html(
        '<script defer src="{}" data-session="{}" data-sign-in="{}" data-sign-out="{}"></script>'
        '<script defer src="{}"></script>',
        versioned_static("js/admin/session.js"),
        reverse("editing_session"),
        reverse("account_login"),
        reverse("wagtailadmin_logout"),
        versioned_static("js/admin/unsaved-text.js"),
    )


@hooks.register("insert_editor_js")
def autosave_guard_script() -> SafeString:
    """Delay a manual save until a running autosave has ended and the user is signed in."""
    return format_html(
        '<script defer src="{}" data-unsaved="{}"></script>',
        versioned_static("js/admin/autosave-guard.js"),
        gettext("Saves in a few seconds"),
    )


class RefusedMenuItem(MenuItem):
    """A link for those who lack a permission: where it leads, they are told whom to ask."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user lacks the permission."""
        return not request.user.has_perm("core.change_publicationsettings")


@hooks.register("register_settings_menu_item")
def menus_of_others() -> MenuItem:
    """Return the link to the menus and notices of the site, which moderators change."""
    url = reverse("wagtailsettings:edit", args=["core", "publicationsettings"])
    return RefusedMenuItem(gettext_lazy("Menus and notices"), url, icon_name="list-ul", order=1)


@hooks.register("register_page_header_buttons")
def catalogue_buttons(
    page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Yield the button for the spreadsheet if the page is a catalogue."""
    yield from spreadsheet_buttons(user, page)


hooks.register("before_bulk_action", guard_collection)
hooks.register("before_edit_page", continue_autosave)
hooks.register("before_edit_page", refuse_publication)
hooks.register("before_edit_page", refuse_outdated_approval)
hooks.register("before_edit_page", drop_decision_after_review)
hooks.register("before_edit_page", detect_edit_conflict)
hooks.register("after_edit_page", warn_of_edit_conflict)
hooks.register("after_create_page", tell_what_is_missing)
hooks.register("after_edit_page", tell_what_is_missing)
hooks.register("after_create_page", tell_the_plan)
hooks.register("after_edit_page", tell_the_plan)
hooks.register("after_edit_page", tell_that_it_went_back)
hooks.register("after_edit_page", record_saved_form)
hooks.register("after_create_page", record_saved_form)
hooks.register("after_create_page", record_autosave)
hooks.register("after_edit_page", record_autosave)
hooks.register("before_create_page", edit_created_page)
hooks.register("before_create_page", refuse_new_publication)
hooks.register("construct_explorer_page_queryset", hide_in_explorer)
hooks.register("construct_page_chooser_queryset", hide_drafts_of_others)
hooks.register("check_publication", block_self_publication)
hooks.register("after_publication_check", log_self_publication)
hooks.register("construct_help_menu", link_handbook)
hooks.register("construct_homepage_panels", build_dashboard)
hooks.register("construct_homepage_summary_items", hide_summary, order=1000)  # after all others
hooks.register("construct_admin_api", register_restricted_api)
hooks.register("construct_page_action_menu", hide_publication)
hooks.register("construct_page_action_menu", order_actions)
hooks.register("is_page_approved", is_page_approved)
hooks.register("register_log_actions", register_actions)
post_save.connect(send_on_commit, sender=PageLogEntry)
post_save.connect(refresh_gaps_for_image, sender=SiteImage)
page_published.connect(record_gaps)
page_unpublished.connect(clear_gaps)
hooks.register("after_unpublish_page", record_withdrawal)
page_published.connect(forget_withdrawal)
modeladmin_register(SnippetGroup)
