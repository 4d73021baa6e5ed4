"""Middleware that protects the accounts of the staff."""

import time
from collections.abc import Callable
from http import HTTPStatus

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.confirmation import confirm_access
from accounts.events import SecurityEvent
from accounts.models import SecuritySettings
from accounts.security_log import record
from core.rate_limits import exceeds
from users.models import User

REFUSALS_PER_MINUTE, MAX_PATH, MAX_NAMES = 20, 200, 3
LAST_SEEN = "accounts.last_seen"
SECONDS_BETWEEN_UPDATES = 300
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Views that send requests by themselves while a page is open: they are no activity of a person.
AUTOMATIC = (
    *("wagtailadmin_editing_sessions:", "editing_session", "wagtailadmin_javascript_catalog"),
    "import_progress",
)
# Views that people need to set up a second factor, or to leave.
ALLOWED_WITHOUT_SECOND_FACTOR = (
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"),
    *("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_reauthenticate"),
    *("account_logout", "wagtailadmin_logout", "wagtailadmin_javascript_catalog"),
    *("wagtailadmin_sprite", "editing_session"),
)


class AccountSecurityMiddleware:
    """End unused sessions, require second factors, and ask for the password again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and record it if the admin refused it."""
        response = self.get_response(request)
        if request.path.startswith(self.admin) and request.user.is_authenticated:
            self._record_refusal(request, response)
        return response

    def _record_refusal(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Record that the admin responded with 403, or with its message on the dashboard.

        The message does not say whom to ask; another one does.
        """
        is_told = response.headers.get("Location") == self.admin and _has_refusal(request)
        if is_told and (names := _administrators(request.user)):
            messages.info(request, gettext("Ask an administrator: %(names)s.") % {"names": names})
        refused = response.status_code == HTTPStatus.FORBIDDEN or is_told
        if refused and not exceeds("refusals", str(request.user.pk), REFUSALS_PER_MINUTE):
            record(SecurityEvent.REFUSED, request, details=request.path[:MAX_PATH])

    def process_view(
        self, request: HttpRequest, _view: Callable, _args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """Return another response where the request needs more than a session."""
        name = request.resolver_match.view_name or ""
        if not request.path.startswith(self.admin) or not request.user.is_authenticated:
            return None
        if not name.startswith(AUTOMATIC):
            _prolong(request)
        if name not in ALLOWED_WITHOUT_SECOND_FACTOR and lacks_second_factor(request.user):
            messages.warning(
                request, gettext("Your role needs a second factor. Set one up to go on.")
            )
            return redirect("mfa_index")
        return confirm_access(request, name, kwargs)


def _has_refusal(request: HttpRequest) -> bool:
    """Return whether Wagtail has just told the user that the permission is missing."""
    refusal = gettext("Sorry, you do not have permission to access this area.")
    queued = messages.get_messages(request)._queued_messages
    return any(refusal in str(message) for message in queued)


def _administrators(user: User) -> str:
    """Return the names of others who manage accounts and settings, at most three."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    members = others.filter(groups__name="Administrators").order_by("pk")
    found = list(members[:MAX_NAMES]) or list(others.filter(is_superuser=True)[:MAX_NAMES])
    return ", ".join(each.get_full_name() or each.get_username() for each in found)


def lacks_second_factor(user: User) -> bool:
    """Return whether the user's roles need a second factor, and there is none."""
    required = SecuritySettings.second_factor_roles.through.objects
    applies = Q() if user.is_superuser else Q(group__user=user)
    return required.filter(applies).exists() and not is_mfa_enabled(user, SECOND_FACTORS)


def _prolong(request: HttpRequest) -> None:
    """Let the session end when the time of the settings has passed without a request."""
    now = time.time()
    if now - request.session.get(LAST_SEEN, 0) < SECONDS_BETWEEN_UPDATES:
        return
    request.session[LAST_SEEN] = now
    request.session.set_expiry(SecuritySettings.load().idle_hours * 3600)
    UserSession.objects.filter(session_key=request.session.session_key).update(
        last_seen_at=timezone.now()
    )
