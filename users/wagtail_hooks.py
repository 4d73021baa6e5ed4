"""Protect the accounts of superusers from users who are none."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.admin.auth import permission_denied

from users.models import User


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def protect_superuser(request: HttpRequest, user: User) -> HttpResponse | None:
    """Refuse to change or delete a superuser: who sets their password can sign in as them."""
    if user.is_superuser and not request.user.is_superuser:
        return permission_denied(request)
    return None


@hooks.register("before_bulk_action")
def protect_superusers(
    request: HttpRequest, _action: str, objects: list[Model], _view: object
) -> HttpResponse | None:
    """Refuse a bulk action on superusers."""
    users = [each for each in objects if isinstance(each, User)]
    return next((refusal for user in users if (refusal := protect_superuser(request, user))), None)
