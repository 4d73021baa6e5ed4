"""Who may read and delete what readers sent."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from wagtail.query import PageQuerySet

VIEW, DELETE = "form_pages.view_submission", "form_pages.delete_submission"


def roles_that_read() -> Q:
    """Return the condition for roles whose members may read the answers."""
    app_label, codename = VIEW.split(".")
    return Q(permissions__codename=codename, permissions__content_type__app_label=app_label)


def readable_forms(user: AbstractBaseUser, forms: PageQuerySet) -> PageQuerySet:
    """Return the forms whose answers a user may read: none for who may only write pages."""
    return forms if user.has_perm(VIEW) else forms.none()
