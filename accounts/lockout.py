"""Block sign-in after many failures, counted by django-axes in the database."""

import hashlib
import hmac
from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from accounts.events import SecurityEvent
from accounts.security_log import record
from core.rate_limits import client_address, client_network
from users.models import User

MINUTES = 15
CODE = "second_factor"
# Wrong passwords within MINUTES: by one address for one account, by one address for any, and by
# anyone for one account. The last is high, so that strangers cannot easily lock a person out.
FAILURES, ADDRESS_FAILURES, ACCOUNT_FAILURES = 8, 40, 200
# The same of wrong codes: there are a million, and who is asked for one knows the password.
ACCOUNT_CODE_FAILURES = 20


class LockoutHandler(AxesDatabaseHandler):
    """Count failures for a pair of account and address, for the address and for the account."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """Return the failures on the scale of AXES_FAILURE_LIMIT."""
        is_code = (credentials or {}).get(CODE)
        limits = [
            FAILURES,
            ADDRESS_FAILURES,
            ACCOUNT_CODE_FAILURES if is_code else ACCOUNT_FAILURES,
        ]
        if not is_code and _is_signed_in_from_here(request, credentials):
            limits.pop()
        attempts = self.get_user_attempts(request, credentials)
        sums = [each.aggregate(sum=Sum("failures_since_start"))["sum"] or 0 for each in attempts]
        return max(each * FAILURES // limit for each, limit in zip(sums, limits, strict=False))

    def user_login_failed(
        self,
        sender: object,
        credentials: dict,
        request: HttpRequest | None = None,
        **kwargs: object,
    ) -> None:
        """Count a failure and record it; while sign-in is blocked, do neither."""
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is None or request.axes_failures_since_start is None:
            return
        name = credentials.get("username") or ""
        account = User.objects.filter(username=name).first()
        # The name of an unknown account is not recorded: it may be a password.
        details = "" if account else gettext("There is no such account.")
        record(SecurityEvent.SIGN_IN_FAILED, request, account=account, details=details)
        if request.axes_locked_out:
            # Whoever enters codes knows the password, so its owner has to know.
            email = account.email if account and credentials.get(CODE) else ""
            record(
                SecurityEvent.SIGN_IN_BLOCKED,
                request,
                account=account,
                details=details,
                email=email,
            )

    def reset_user_attempts(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """Forget the failures of this client for this account; those for others still count."""
        pair, *_others = self.filter_user_attempts(request, credentials)
        return pair.delete()[0]


def cool_off(_request: HttpRequest) -> timedelta:
    """Return how long a block lasts after the last failure."""
    return timedelta(minutes=MINUTES)


def client_ip(request: HttpRequest) -> str:
    """Return the address for axes: that of the client's network."""
    return client_network(request).partition("/")[0] or "0.0.0.0"  # noqa: S104


def hashed_username(request: HttpRequest, credentials: dict | None = None) -> str:
    """Return a keyed hash of the name: people type passwords into the wrong field."""
    credentials = credentials or {}
    return hash_username(credentials.get("username") or "", is_code=bool(credentials.get(CODE)))


def hash_username(name: str, *, is_code: bool = False) -> str:
    """Return the keyed hash under which wrong passwords, or codes, for a name are counted."""
    text = f"{name}\0{CODE}" if is_code else name
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _is_signed_in_from_here(request: HttpRequest, credentials: dict | None) -> bool:
    """Return whether an account has a session at the client's address: strangers have none."""
    name, address = (credentials or {}).get("username"), client_address(request)
    sessions = UserSession.objects.filter(user__username=name, ip=str(address))
    return bool(name and address) and sessions.exists()


def count_failure(request: HttpRequest, account: User) -> None:
    """Count a wrong code of a second factor like a wrong password."""
    credentials = {"username": account.get_username(), CODE: True}
    AxesProxyHandler.user_login_failed(sender=User, credentials=credentials, request=request)


def is_code_blocked(request: HttpRequest, account: User) -> bool:
    """Return whether the client has entered too many wrong codes for an account."""
    return AxesProxyHandler.is_locked(request, {"username": account.get_username(), CODE: True})


def failures_of(account: User) -> int:
    """Return the number of recent failures for an account, from all addresses."""
    recent = AccessAttempt.objects.filter(
        username__in=_hashes(account),
        attempt_time__gte=timezone.now() - cool_off(None),
    )
    return recent.aggregate(sum=Sum("failures_since_start"))["sum"] or 0


def lift(account: User) -> None:
    """Forget the failures for an account, from all addresses."""
    AccessAttempt.objects.filter(username__in=_hashes(account)).delete()


def _hashes(account: User) -> list[str]:
    return [hash_username(account.get_username(), is_code=each) for each in (False, True)]


def lockout_response(request: HttpRequest, *_others: object) -> HttpResponse:
    """Return the page that a blocked client sees, whether the account exists or not."""
    response = render(request, "accounts/locked.html", {"minutes": MINUTES}, status=429)
    response.headers["Retry-After"] = str(MINUTES * 60)
    return response
