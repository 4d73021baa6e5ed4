"""The parts of signing in that Wagtail's admin shows."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

from accounts.events import SecurityEvent
from accounts.views import SecurityLogView
from users.models import User


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Register the security log."""
    return [
        path("reports/security-log/", SecurityLogView.as_view(), name="security_log"),
        path(
            "reports/security-log/results/",
            SecurityLogView.as_view(results_only=True),
            name="security_log_results",
        ),
    ]


class SecurityLogMenuItem(MenuItem):
    """The link to the security log, for people who manage accounts."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user manages accounts."""
        return request.user.has_perm("users.change_user")


@hooks.register("register_reports_menu_item")
def security_log_menu_item() -> MenuItem:
    """Return the link to the security log."""
    return SecurityLogMenuItem(
        _("Security log"), reverse("security_log"), icon_name="lock", order=1100
    )


@hooks.register("register_account_menu_item")
def second_factor_item(_request: HttpRequest) -> dict[str, str]:
    """Return the link to the second factors of the user."""
    return {
        "url": reverse("mfa_index"),
        "label": gettext("Second factor"),
        "help_text": gettext("Protect your account with an authenticator app or a passkey."),
    }


@hooks.register("register_account_menu_item")
def sessions_item(_request: HttpRequest) -> dict[str, str]:
    """Return the link to the sessions of the user."""
    return {
        "url": reverse("usersessions_list"),
        "label": gettext("Sessions"),
        "help_text": gettext("See where you are signed in, and sign out elsewhere."),
    }


@hooks.register("register_user_listing_buttons")
def access_button(user: User, request_user: AbstractBaseUser) -> Iterator[Button]:
    """Yield the link to the help for a person who cannot sign in."""
    if request_user.has_perm("users.change_user") and user != request_user:
        yield Button(
            _("Help to sign in"), reverse("account_access", args=[user.pk]), icon_name="key"
        )


class SecurityEventFormatter(LogFormatter):
    """The words of a security event."""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """Return the label of the event, with its details and the client's address."""
        data = log_entry.data or {}
        extra = ", ".join(str(data[key]) for key in ("details", "address") if data.get(key))
        return f"{self.label} ({extra})" if extra else str(self.label)


@hooks.register("register_log_actions")
def register_security_events(actions: LogActionRegistry) -> None:
    """Register the security events as actions of Wagtail's log."""
    for event in SecurityEvent:
        formatter = type("Formatter", (SecurityEventFormatter,), {"label": event.label})
        actions.register_action(event.value)(formatter)
