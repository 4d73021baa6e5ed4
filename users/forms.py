"""The forms of accounts in the admin."""

from wagtail.users.forms import UserCreationForm, UserEditForm

from users.models import User


class SuperuserGuardMixin:
    """Let only superusers make an account a superuser."""

    def __init__(self, *args: object, actor: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not actor.is_superuser:
            self.fields.pop("is_superuser", None)


class AccountCreationForm(SuperuserGuardMixin, UserCreationForm):
    """The form of a new account."""


class AccountEditForm(SuperuserGuardMixin, UserEditForm):
    """The form of an account."""
