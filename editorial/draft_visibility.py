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
    rights = page_permission_policy.get_cached_permissions_for_user(user)
    codenames = {right.permission.codename for right in rights}
    return user.is_superuser or bool(codenames & {"change_page", "publish_page"})


def sees_draft(user: AbstractBaseUser, page: Page) -> bool:
    """Return whether a user may see the draft of a page."""
    return page.owner_id == user.pk or sees_all(user)


def hide_drafts_of_others(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave drafts of others out: their titles may be the very thing that is not public yet."""
    if sees_all(request.user):
        return pages
    return pages.filter(Q(live=True) | Q(owner=request.user))


def hide_in_explorer(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Do so in the list of the pages below another."""
    return hide_drafts_of_others(pages, request)


class DiscreetSearchView(SearchView):
    """The admin's page search, without drafts of other users."""

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        """Leave out what this person does not see before anything is searched."""
        return super().annotate_queryset(hide_drafts_of_others(pages, self.request))


class DiscreetPagesAPI(PagesAdminAPIViewSet):
    """The admin's page API, without drafts of other users."""

    def get_base_queryset(self) -> PageQuerySet:
        """Leave out what this person does not see."""
        return hide_drafts_of_others(super().get_base_queryset(), self.request)


def serve_discreetly(api: WagtailAPIRouter) -> None:
    """Put it in the place of Wagtail's."""
    api.register_endpoint("pages", DiscreetPagesAPI)


search_pages = require_admin_access(DiscreetSearchView.as_view())
search_results = require_admin_access(DiscreetSearchView.as_view(results_only=True))
