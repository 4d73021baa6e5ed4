"""URLs of signing in, below the admin, before those of Wagtail."""

from allauth.account import views as account_views
from allauth.mfa import urls as mfa_urls
from allauth.mfa.base import views as mfa_views
from allauth.mfa.webauthn import views as webauthn_views
from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from accounts.views import SessionsView, account_access

# The addresses are those of allauth's own patterns, which follow and need a session.
_entrance = [
    path("login/", account_views.login, name="account_login"),
    path("logout/", account_views.logout, name="account_logout"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path("second-factor/authenticate/", mfa_views.authenticate, name="mfa_authenticate"),
    path("second-factor/webauthn/login/", webauthn_views.login_webauthn, name="mfa_login_webauthn"),
]
_signed_in = [
    path("reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("second-factor/", include(mfa_urls)),
    path("sessions/", SessionsView.as_view(), name="usersessions_list"),
    path("<int:user_id>/access/", account_access, name="account_access"),
]
urlpatterns = [
    *decorate_urlpatterns(_entrance, never_cache),
    *decorate_urlpatterns(decorate_urlpatterns(_signed_in, require_admin_access), never_cache),
]
