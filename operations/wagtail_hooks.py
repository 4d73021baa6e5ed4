"""The state of the site in the menu of the admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from operations.views import StateView


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Register the state of the site."""
    return [path("reports/state/", StateView.as_view(), name="site_state")]


class StateMenuItem(MenuItem):
    """The link to the state of the site, for people who manage accounts."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user manages accounts."""
        return request.user.has_perm("users.change_user")


@hooks.register("register_reports_menu_item")
def state_menu_item() -> MenuItem:
    """Return the link to the state of the site."""
    return StateMenuItem(_("State of the site"), reverse("site_state"), icon_name="cog", order=1200)
