"""Signed tokens in mailed links. Each purpose has a salt of its own, so that none fits another."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.db.models import Model, QuerySet

from letters.models import MailingList, Subscriber, Subscription

CONFIRM_WITHIN = timedelta(days=3)
CHANGE_WITHIN = timedelta(days=1)


class TokenError(Exception):
    """A token is forged, too old, or about what no longer exists."""


def _load(signer: Signer, token: str, **options: object) -> list:
    try:
        return signer.unsign_object(token, **options)
    except (BadSignature, ValueError) as error:  # ValueError: what is signed cannot be decoded.
        raise TokenError from error


class SignUpToken:
    """The wish to subscribe an address to some lists; nothing is stored before it is confirmed."""

    signer = TimestampSigner(salt="letters.sign_up")

    @classmethod
    def sign(cls, email: str, lists: Iterable[MailingList]) -> str:
        """Return the token."""
        return cls.signer.sign_object([email, [each.pk for each in lists]], compress=True)

    @classmethod
    def read(cls, token: str) -> tuple[str, list[MailingList]]:
        """Return the address and the lists that still exist."""
        email, keys = _load(cls.signer, token, max_age=CONFIRM_WITHIN)
        return email, list(MailingList.objects.select_related("site").filter(pk__in=keys))


class PreferencesToken:
    """The right to change the subscriptions of a person, from a link that was mailed to them."""

    signer = TimestampSigner(salt="letters.preferences")

    @classmethod
    def sign(cls, subscriber: Subscriber) -> str:
        """Return the token."""
        return cls.signer.sign_object([subscriber.key.hex])

    @classmethod
    def read(cls, token: str) -> Subscriber:
        """Return the subscriber."""
        (key,) = _load(cls.signer, token, max_age=CHANGE_WITHIN)
        return _find(Subscriber.objects.filter(key=key))


class AddressToken:
    """The wish to change an address, which the owner of the new one confirms."""

    signer = TimestampSigner(salt="letters.address")

    @classmethod
    def sign(cls, subscriber: Subscriber, email: str) -> str:
        """Return the token."""
        return cls.signer.sign_object([subscriber.key.hex, subscriber.email, email], compress=True)

    @classmethod
    def read(cls, token: str) -> tuple[Subscriber, str]:
        """Return the subscriber, whose address is still the same, and the new address."""
        key, before, email = _load(cls.signer, token, max_age=CONFIRM_WITHIN)
        return _find(Subscriber.objects.filter(key=key, email=before)), email


class UnsubscribeToken:
    """The right to end one subscription, at any time: old letters are unsubscribed from, too."""

    signer = Signer(salt="letters.unsubscribe")

    @classmethod
    def sign(cls, subscription: Subscription) -> str:
        """Return the token; needs no query if the subscriber is fetched."""
        key = subscription.subscriber.key
        return cls.signer.sign_object([key.hex, subscription.mailing_list_id])

    @classmethod
    def read(cls, token: str) -> tuple[MailingList, QuerySet[Subscription]]:
        """Return the list and the person's subscriptions to it, of which none may be left."""
        key, pk = _load(cls.signer, token)
        mailing_list = _find(MailingList.objects.select_related("site").filter(pk=pk))
        return mailing_list, mailing_list.subscriptions.filter(subscriber__key=key)


def _find(rows: QuerySet) -> Model:
    found = rows.first()
    if found is None:
        raise TokenError
    return found
