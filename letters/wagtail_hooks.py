"""The parts of letters that Wagtail's admin shows."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from letters.panels import PERMISSION
from letters.urls import urlpatterns
from letters.viewsets import LettersGroup


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Register the admin views of this app."""
    return urlpatterns


@hooks.register("register_permissions")
def register_permission() -> QuerySet[Permission]:
    """Let groups be given the permission to stop letters."""
    return Permission.objects.filter(
        content_type__app_label="letters", codename=PERMISSION.partition(".")[2]
    )


@hooks.register("register_admin_viewset")
def letters_group() -> LettersGroup:
    """Return the lists and their subscribers."""
    return LettersGroup()


class LettersMenuItem(MenuItem):
    """The link to the letters that were sent, for those who may stop them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user may stop letters."""
        return request.user.has_perm(PERMISSION)


@hooks.register("register_reports_menu_item")
def letters_menu_item() -> MenuItem:
    """Return the link to the letters that were sent."""
    return LettersMenuItem(_("Letters sent"), reverse("mailings"), icon_name="mail", order=1100)
