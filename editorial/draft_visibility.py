"""Hide drafts of other users from users who may edit only their own pages."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.http import HttpRequest
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.search import SearchView
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet


def sees_all(user: AbstractBaseUser) -> bool:
    """Return whether a user may edit or publish the pages of other users."""
    permissions = page_permission_policy.get_cached_permissions_for_user(user)
    codenames = {each.permission.codename for each in permissions}
    return user.is_superuser or bool(codenames & {"change_page", "publish_page"})


def sees_draft(user: AbstractBaseUser, page: Page) -> bool:
    """Return whether a user may see the draft of a page."""
    return page.owner_id == user.pk or sees_all(user)


def hide_drafts_of_others(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Exclude drafts of other users, whose titles may be confidential until they are published."""
    if sees_all(request.user):
        return pages
    return pages.filter(Q(live=True) | Q(owner=request.user))


def hide_in_explorer(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Exclude drafts of other users from the children of a page in the explorer."""
    return hide_drafts_of_others(pages, request)


class RestrictedSearchView(SearchView):
    """The admin's page search, without drafts of other users."""

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        """Exclude hidden drafts before the search."""
        return super().annotate_queryset(hide_drafts_of_others(pages, self.request))


class RestrictedPagesAPI(PagesAdminAPIViewSet):
    """The admin's page API, without drafts of other users."""

    def get_base_queryset(self) -> PageQuerySet:
        """Exclude hidden drafts."""
        return hide_drafts_of_others(super().get_base_queryset(), self.request)


def register_restricted_api(api: WagtailAPIRouter) -> None:
    """Replace Wagtail's endpoint for pages."""
    api.register_endpoint("pages", RestrictedPagesAPI)


search_pages = require_admin_access(RestrictedSearchView.as_view())
search_results = require_admin_access(RestrictedSearchView.as_view(results_only=True))
