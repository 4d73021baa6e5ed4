"""Views of sessions, of help for locked-out people, of the security log and of security.txt."""

from datetime import timedelta

import django_filters
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.settings.registry import registry
from wagtail.models import ModelLogEntry

from accounts.events import PREFIX, SecurityEvent
from accounts.lockout import failures_of, lift
from accounts.models import SecuritySettings
from accounts.security_log import record
from core.rich_text import is_primary_key
from users.models import User
from users.wagtail_hooks import protect_superuser


class SessionsView(ListUserSessionsView):
    """The sessions of a person, who may end one of them, or all others."""

    def form_valid(self, form: Form) -> HttpResponse:
        """End the session whose key was posted, or all but this one."""
        key = self.request.POST.get("session")
        if key is None:
            record(SecurityEvent.SESSIONS_ENDED, self.request, account=self.request.user)
            return super().form_valid(form)
        sessions = UserSession.objects.filter(user=self.request.user)
        session = sessions.filter(pk=key).first() if is_primary_key(key) else None
        if session and not session.is_current():
            session.end()
            record(SecurityEvent.SESSIONS_ENDED, self.request, account=self.request.user)
            messages.success(self.request, _("The session has ended."))
        return redirect(self.get_success_url())


def account_access(request: HttpRequest, user_id: int) -> HttpResponse:
    """Help a person who cannot sign in: remove the second factor, lift a block, end sessions."""
    if not request.user.has_perm("users.change_user"):
        raise PermissionDenied
    account = get_object_or_404(User, pk=user_id)
    if refusal := protect_superuser(request, account):
        return refusal
    if request.method == "POST":
        action = ACTIONS.get(request.POST.get("action"))
        if action is None or account == request.user:
            raise PermissionDenied
        action(request, account)
        return redirect("account_access", account.pk)
    context = {
        "account": account,
        "is_self": account == request.user,
        "factors": Authenticator.objects.filter(user=account).order_by("created_at"),
        "failures": failures_of(account),
        "sessions": UserSession.objects.purge_and_list(account),
    }
    return render(request, "accounts/access.html", context)


def _remove_factors(request: HttpRequest, account: User) -> None:
    Authenticator.objects.filter(user=account).delete()
    _end_all(account)
    record(SecurityEvent.FACTORS_RESET, request, account=account)
    messages.success(request, _("The second factor was removed, and all sessions have ended."))


def _lift_block(request: HttpRequest, account: User) -> None:
    lift(account)
    record(SecurityEvent.BLOCK_LIFTED, request, account=account)
    messages.success(request, _("Sign-in is possible again."))


def _end_all(account: User) -> None:
    for session in UserSession.objects.filter(user=account):
        session.end()


def _end_sessions(request: HttpRequest, account: User) -> None:
    _end_all(account)
    record(SecurityEvent.SESSIONS_ENDED, request, account=account)
    messages.success(request, _("All sessions have ended."))


ACTIONS = {"factors": _remove_factors, "block": _lift_block, "sessions": _end_sessions}


class SecurityLogFilterSet(WagtailFilterSet):
    """Filters of the security log."""

    action = django_filters.ChoiceFilter(
        label=gettext_lazy("Event"), choices=lambda: SecurityEvent.choices
    )
    label = django_filters.CharFilter(label=gettext_lazy("Account"), lookup_expr="icontains")
    timestamp = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Date"), widget=DateRangePickerWidget
    )

    class Meta:
        model = ModelLogEntry
        fields = ["action", "label", "timestamp"]


class SecurityLogView(ReportView):
    """The security events, and the changes of accounts, roles and settings."""

    page_title = gettext_lazy("Security log")
    header_icon = "lock"
    index_url_name = "security_log"
    index_results_url_name = "security_log_results"
    results_template_name = "accounts/security_log_results.html"
    filterset_class = SecurityLogFilterSet
    default_ordering = "-timestamp"
    export_headings = {
        "timestamp": gettext_lazy("Date"),
        "message": gettext_lazy("Event"),
        "label": gettext_lazy("Account or setting"),
        "user_display_name": gettext_lazy("By"),
    }
    list_export = ["timestamp", "message", "label", "user_display_name"]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Refuse people who do not manage accounts."""
        if not request.user.has_perm("users.change_user"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet:
        """Return the log entries, with the users who caused them."""
        models = [User, Group, *registry]
        types = [each.pk for each in ContentType.objects.get_for_models(*models).values()]
        return (
            ModelLogEntry.objects.filter(Q(action__startswith=PREFIX) | Q(content_type__in=types))
            .select_related("content_type")
            .prefetch_related("user__wagtail_userprofile")
        )


def security_txt(_request: HttpRequest) -> HttpResponse:
    """Return where to report a weakness (RFC 9116)."""
    contact = SecuritySettings.load().contact
    if not contact:
        raise Http404
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0)
    lines = [f"Contact: {contact}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
