"""Ask for the password again before an account, a role or the security settings change."""

from collections.abc import Mapping

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    suspend_request,
)
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

# The whole view needs a confirmation, so that its form opens with it.
VIEWS = (
    *(f"wagtailusers_users:{name}" for name in ("add", "edit", "delete")),
    *(f"wagtailusers_groups:{name}" for name in ("add", "edit", "delete")),
    "account_access",
    "usersessions_list",
)
ACCOUNT_VIEW, BULK_VIEW = "wagtailadmin_account", "wagtail_bulk_action"
SETTINGS_VIEW = "wagtailsettings:edit"


def confirm_access(request: HttpRequest, view_name: str, kwargs: Mapping) -> HttpResponse | None:
    """Return a redirect to the form that asks for the password, if the request needs it.

    A form that was sent is continued after that, unless it holds a password: it would have to be
    stored in the meantime.
    """
    if not _needs_confirmation(request, view_name, kwargs):
        return None
    if not is_reauthentication_required(request, app="accounts"):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:  # An account without a password cannot confirm anything.
        raise PermissionDenied
    url = methods[0]["url"]
    if request.method == "POST" and _holds_password(request):
        messages.warning(request, _("Confirm who you are, and then enter the changes again."))
        return redirect(f"{url}?{urlencode({'next': request.get_full_path()})}")
    return suspend_request(request, url)


def _needs_confirmation(request: HttpRequest, view_name: str, kwargs: Mapping) -> bool:
    if view_name in VIEWS:
        return True
    if view_name == BULK_VIEW:
        return (kwargs["app_label"], kwargs["model_name"]) == ("users", "user")
    if view_name == SETTINGS_VIEW:
        return f"{kwargs['app_name']}.{kwargs['model_name']}" in settings.CONFIRMED_SETTINGS
    if view_name == ACCOUNT_VIEW and request.method == "POST":
        email = request.POST.get("name_email-email", "").strip()
        return email != request.user.email
    return False


def _holds_password(request: HttpRequest) -> bool:
    return any("password" in name and value for name, value in request.POST.items())
