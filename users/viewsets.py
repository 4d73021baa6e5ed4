"""The views of accounts in the admin."""

from django.forms import ModelForm
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from users.forms import AccountCreationForm, AccountEditForm


class ActorMixin:
    """Pass the user who acts to the form."""

    def get_form_kwargs(self) -> dict[str, object]:
        """Return the arguments of the form."""
        return super().get_form_kwargs() | {"actor": self.request.user}


class AccountCreateView(ActorMixin, CreateView):
    """Create an account."""


class AccountEditView(ActorMixin, EditView):
    """Change an account."""


class AccountViewSet(UserViewSet):
    """Wagtail's views of users, in which only superusers make superusers."""

    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Return the form class."""
        return AccountEditForm if for_update else AccountCreationForm
