from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(AppConfig):
    name = "users"
    verbose_name = "Users"
    default = True


class WagtailAccountsConfig(WagtailUsersAppConfig):
    """Wagtail's app for users, with our views."""

    user_viewset = "users.viewsets.AccountViewSet"
