"""The forms of signing in."""

from functools import partial

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.forms import BooleanField, CharField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import PasswordResetForm as AdminPasswordResetForm

from accounts.lockout import is_code_blocked
from core.rate_limits import exceeds
from page_cache.after_response import run_after_response
from page_cache.counters import count
from users.models import User

# A code is valid for 30 seconds, with as many before and after (MFA_TOTP_TOLERANCE).
CODE_SECONDS = 90
RESETS_PER_ADDRESS, RESET_SECONDS = 3, 3600


class OneTimeCodeMixin:
    """Refuse a code that was used before, and any code while sign-in is blocked."""

    def clean_code(self) -> str:
        """Return the code. Raise ValidationError if it does not match, or must not be used."""
        if is_code_blocked(context.request, self.user):
            raise get_account_adapter().validation_error("too_many_login_attempts")
        code = super().clean_code()
        if not is_first_use(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def is_first_use(user: User, code: str) -> bool:
    """Note that a code was used, in all processes, and return whether it was for the first time."""
    return count(f"code.{user.pk}.{normalize_user_code(code)}", CODE_SECONDS) == 1


class CodeForm(OneTimeCodeMixin, AuthenticateForm):
    """The code of an authenticator app, or a recovery code."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Of your app, or one of your recovery codes.")


class ConfirmationCodeForm(OneTimeCodeMixin, ReauthenticateForm):
    """The code with which a signed-in person confirms who they are."""


class ActivationForm(ActivateTOTPForm):
    """The first code of an authenticator app, which must not be used again."""

    def clean_code(self) -> str:
        """Return the code. Raise ValidationError if it does not match."""
        code = super().clean_code()
        is_first_use(self.user, code)
        return code


class PasskeyForm(AddWebAuthnForm):
    """A new passkey, by which its owner signs in without a password by default."""

    name = CharField(
        label=_("Name"),
        required=False,
        help_text=_("So that you know it among others, such as “phone” or “laptop”."),
    )
    passwordless = BooleanField(
        label=_("Sign in with this passkey alone"),
        required=False,
        initial=True,
        help_text=_("Without it, the passkey is asked for after the password."),
    )


class ThrottledPasswordResetForm(AdminPasswordResetForm):
    """Send few mails to an address, and none before the response: its time must not tell."""

    def save(self, **kwargs: object) -> None:
        """Send the mails after the response, unless the address has had enough of them."""
        email = self.cleaned_data["email"].casefold()
        if not exceeds("reset", email, RESETS_PER_ADDRESS, RESET_SECONDS):
            run_after_response(partial(super().save, **kwargs))
