"""The parts of the operations that Wagtail's admin shows."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from operations.views import StateView
from users.models import User


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


@hooks.register("register_user_listing_buttons")
def personal_data_button(user: User, request_user: AbstractBaseUser) -> Iterator[Button]:
    """Yield the link to what is kept about a person."""
    if request_user.has_perm("users.delete_user"):
        yield Button(
            _("Personal data"), reverse("personal_data", args=[user.pk]), icon_name="doc-full"
        )
