"""Hide drafts of other users from users who may edit only their own pages."""

from collections.abc import Callable
from contextvars import ContextVar

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page, TaskState
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from core.forged import is_admin
from core.rich_text import is_primary_key

# The arguments of Wagtail's URLs that are keys of pages.
PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
_display_title = Page.get_admin_display_title
_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def sees_all(user: AbstractBaseUser) -> bool:
    """Return whether a user may edit or publish the pages of other users."""
    permissions = page_permission_policy.get_cached_permissions_for_user(user)
    codenames = {each.permission.codename for each in permissions}
    return user.is_superuser or bool(codenames & {"change_page", "publish_page"})


def sees_draft(user: AbstractBaseUser, page: Page) -> bool:
    """Return whether a user may see the draft of a page."""
    return page.owner_id == user.pk or sees_all(user) or page.pk in pages_to_review(user)


def pages_to_review(user: AbstractBaseUser) -> set[int]:
    """Return the keys of the pages that wait for a review by this user; cached for the request."""
    if "_pages_to_review" not in user.__dict__:
        states = TaskState.objects.reviewable_by(user).filter(
            workflow_state__base_content_type=ContentType.objects.get_for_model(Page)
        )
        keys = states.values_list("workflow_state__object_id", flat=True)
        user.__dict__["_pages_to_review"] = {int(key) for key in keys}
    return user.__dict__["_pages_to_review"]


def display_title_for_user(page: Page) -> str:
    """Return the title of a page in the admin, as far as the user of the request may see it.

    Replaces `Page.get_admin_display_title`, which all lists, choosers, confirmations and headers of
    the admin call. Outside of a request there is no user, and nothing is hidden.
    """
    request = _request.get()
    if request is None or sees_draft(request.user, page):
        return _display_title(page)
    return page.title if page.live else gettext("Draft of another person")


def hide_drafts_of_others(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Exclude drafts of other users, whose titles may be confidential until they are published."""
    if sees_all(request.user):
        return pages
    seen = Q(live=True) | Q(owner=request.user) | Q(pk__in=pages_to_review(request.user))
    return pages.filter(seen)


def hide_in_explorer(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Exclude drafts of other users from the explorer, and the root of the tree from its search."""
    return hide_drafts_of_others(pages.filter(depth__gt=1), request)


class HiddenDraftsMixin:
    """A list of pages without drafts of other users."""

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        """Exclude hidden drafts before the search."""
        return super().annotate_queryset(hide_drafts_of_others(pages, self.request))


class RestrictedSearchView(HiddenDraftsMixin, SearchView):
    """The admin's page search, without drafts of other users and the root of the tree."""

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        """Exclude the root, which is no page of a site."""
        return super().annotate_queryset(pages.filter(depth__gt=1))


class RestrictedTypeUseView(HiddenDraftsMixin, ContentTypeUseView):
    """The list of all pages of a type, without drafts of other users.

    Their masked titles would appear for a search that matches them.
    """


class RestrictedPagesAPI(PagesAdminAPIViewSet):
    """The admin's page API, without drafts of other users."""

    def get_base_queryset(self) -> PageQuerySet:
        """Exclude hidden drafts."""
        return hide_drafts_of_others(super().get_base_queryset(), self.request)


def register_restricted_api(api: WagtailAPIRouter) -> None:
    """Replace Wagtail's endpoint for pages."""
    api.register_endpoint("pages", RestrictedPagesAPI)


class DraftVisibilityMiddleware:
    """Make the user known to `display_title_for_user`, and refuse the reports to some users.

    The reports are about all pages, and for those who may see all drafts. So are the views of a
    page that the user may not see.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Process a request."""
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)

    def process_view(
        self, request: HttpRequest, _view: Callable, args: list, kwargs: dict
    ) -> HttpResponse | None:
        """Redirect to the dashboard with a message, as Wagtail's own views do."""
        match, user = request.resolver_match, request.user
        if not is_admin(match) or not user.is_authenticated or sees_all(user):
            return None
        is_report = "wagtailadmin_reports" in match.namespaces
        if is_report or _hidden_pages(user, match.url_name, request, kwargs):
            return permission_denied(request)
        return None


def _hidden_pages(
    user: AbstractBaseUser, url_name: str, request: HttpRequest, kwargs: dict
) -> bool:
    """Return whether the address of a request names a draft that the user may not see."""
    keys = {kwargs[name] for name in PAGE_ARGUMENTS if is_primary_key(str(kwargs.get(name)))}
    if url_name == "wagtailadmin_choose_page_chosen_multiple":
        keys |= {key for key in request.GET.getlist("id") if is_primary_key(key)}
    pages = Page.objects.filter(pk__in=keys, live=False) if keys else ()
    return any(not sees_draft(user, page) for page in pages)


search_pages = require_admin_access(RestrictedSearchView.as_view())
search_results = require_admin_access(RestrictedSearchView.as_view(results_only=True))
type_use = require_admin_access(RestrictedTypeUseView.as_view())
type_use_results = require_admin_access(RestrictedTypeUseView.as_view(results_only=True))
Page.get_admin_display_title = display_title_for_user
