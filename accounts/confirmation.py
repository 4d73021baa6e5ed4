"""Ask for the password again before an account, a role or the security settings change.

A form that was sent without a confirmation is shown again as hidden fields beside the password. It
is never stored in the session: whoever shares a stolen session could otherwise leave a form there
for its owner to confirm.
"""

from collections.abc import Mapping
from time import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext

# The whole view needs a confirmation, so that its form opens with it.
VIEWS = (
    *(f"wagtailusers_users:{name}" for name in ("add", "edit", "delete")),
    *(f"wagtailusers_groups:{name}" for name in ("add", "edit", "delete")),
    *("account_access", "usersessions_list"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"),
    *("mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
)
ACCOUNT_VIEW, BULK_VIEW = "wagtailadmin_account", "wagtail_bulk_action"
SETTINGS_VIEW = "wagtailsettings:edit"
FIELD = "accounts-password"


def confirm_access(request: HttpRequest, view_name: str, kwargs: Mapping) -> HttpResponse | None:
    """Return the form that asks for the password, if the request needs it."""
    if view_name == ACCOUNT_VIEW and request.POST.get("password-new_password1"):
        _confirm(request, request.POST.get("password-old_password", ""))
    if not _needs_confirmation(request, view_name, kwargs):
        return None
    if _is_confirmed(request):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:  # An account without a password cannot confirm anything.
        raise PermissionDenied
    if request.method != "POST":
        next_page = urlencode({"next": request.get_full_path()})
        return redirect(f"{methods[0]['url']}?{next_page}")
    if FIELD in request.POST and _confirm(request, request.POST[FIELD]):
        return None
    return _ask(request)


def _is_confirmed(request: HttpRequest) -> bool:
    """Return whether the user has just given the password, to confirm something or to sign in."""
    latest = time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(each["at"] > latest for each in get_authentication_records(request, request.user))


def _confirm(request: HttpRequest, password: str) -> bool:
    """Check the password of the user, and remember that it was right. Failures are counted."""
    is_right = get_adapter().reauthenticate(request.user, password)
    if is_right:
        reauthenticate_by_password(request)
    return is_right


def _ask(request: HttpRequest) -> HttpResponse:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in (FIELD, "csrfmiddlewaretoken")
        for value in values
    ]
    error = gettext("This is not your password.") if FIELD in request.POST else ""
    context = {
        "fields": fields,
        "field": FIELD,
        "error": error,
        "loses_files": any(file.size for file in request.FILES.values()),
    }
    return render(request, "accounts/confirm.html", context)


def _needs_confirmation(request: HttpRequest, view_name: str, kwargs: Mapping) -> bool:
    if view_name in VIEWS or view_name in settings.CONFIRMED_VIEWS:
        return True
    if view_name == BULK_VIEW:
        return (kwargs["app_label"].lower(), kwargs["model_name"].lower()) == ("users", "user")
    if view_name == SETTINGS_VIEW:
        name = f"{kwargs['app_name']}.{kwargs['model_name']}".lower()
        return name in settings.CONFIRMED_SETTINGS
    if view_name == ACCOUNT_VIEW and request.method == "POST":
        email = request.POST.get("name_email-email", "").strip()
        return email != request.user.email
    return False
