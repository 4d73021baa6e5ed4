"""How django-allauth behaves on this site: no sign-up, and no secrets in plain text."""

import base64
import hashlib
import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.models import PublicationSettings
from core.rate_limits import client_address

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in for the staff, whose accounts administrators create."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "The username and password do not match. Please try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: administrators create the accounts."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Do nothing: django-axes counts failures, for all processes together."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of the client; that of a Unix socket is unspecified."""
        return str(client_address(request) or "0.0.0.0")  # noqa: S104


class SecondFactorAdapter(DefaultMFAAdapter):
    """Encrypt the secrets of second factors (Fernet: AES-128-CBC with HMAC-SHA256)."""

    def _get_site_name(self) -> str:
        return PublicationSettings.for_request(context.request).name

    def encrypt(self, text: str) -> str:
        """Return a secret encrypted with the first of the ENCRYPTION_KEYS."""
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret, or a random one that no code matches if the key of this one is lost.

        Its owner can then sign in with a passkey, or asks an administrator for help.
        """
        try:
            return _ciphers().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.error("A second factor was encrypted with a key that is not in ENCRYPTION_KEYS.")
            return generate_totp_secret()


def can_decrypt_second_factors() -> bool:
    """Return whether ENCRYPTION_KEYS has the key of every authenticator app that is stored."""
    for factor in Authenticator.objects.filter(type=Authenticator.Type.TOTP):
        try:
            _ciphers().decrypt(factor.data["secret"].encode())
        except InvalidToken:
            return False
    return True


def _ciphers() -> MultiFernet:
    digests = [hashlib.sha256(key.encode()).digest() for key in settings.ENCRYPTION_KEYS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
