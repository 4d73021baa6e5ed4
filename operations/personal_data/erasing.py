"""Erase a person: the account stays without a name, so that the work keeps its author.

Every person keeps a key of their own. It counts as the author of what the person wrote, so that the
rules of moderation decide as before: it can neither sign in nor approve, and another person has to.
If several erased people shared an account, the approval of one would be that of the author.
"""

from collections.abc import Iterable
from functools import partial
from importlib import import_module

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import FileField, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.contrib.search_promotions.models import Query
from wagtail.models import Page

from accounts.events import SecurityEvent
from accounts.security_log import BACKEND, record
from editorial.models import ReviewState, UndeliveredMail
from operations.personal_data.identity import Identity, former_editor, is_erased
from operations.personal_data.places import (
    Fate,
    decision_for,
    failed_sign_ins,
    relations,
    rows_of,
    session_keys,
)
from operations.personal_data.records import (
    forget_addresses,
    queries_naming,
    rename_entries,
    replace_in_records,
)
from users.models import User


class ErasureRefusedError(Exception):
    """The person must not be erased; the message says why."""


def refusal(account: User) -> str:
    """Return why an account must not be erased; an empty text if it may be."""
    active = User.objects.filter(is_active=True).exclude(pk=account.pk)
    if account.is_active and account.is_superuser and not active.filter(is_superuser=True).exists():
        return gettext("This is the last active superuser. Make another one first.")
    managers = User.objects.with_perm("users.change_user", backend=BACKEND)
    if account in managers and not managers.filter(pk__in=active).exists():
        return gettext("This is the last active administrator. Make another one first.")
    return ""


@transaction.atomic
def erase(account: User, request: HttpRequest | None = None) -> User:
    """Erase the person of an account, and return the account. A second time changes nothing.

    Raise ErasureRefusedError if nobody would be left to manage accounts.
    """
    # All active accounts are locked: two of the last administrators cannot erase each other.
    list(User.objects.select_for_update().filter(is_active=True).order_by("pk").values("pk"))
    account = User.objects.select_for_update().get(pk=account.pk)
    if reason := refusal(account):
        raise ErasureRefusedError(reason)
    was_erased, identity = is_erased(account), Identity.of(account)
    _give_up(account)
    _delete_owned(account, identity)
    _rename(account, identity)
    forget_addresses(account, identity)
    rename_entries(account, identity)
    replace_in_records(identity)
    if not was_erased:
        details = gettext("account %(number)s") % {"number": account.pk}
        record(SecurityEvent.ERASED, request, account=account, details=details)
    account.refresh_from_db()
    return account


def _give_up(account: User) -> None:
    """Unlock pages and leave reviews to others: the person will not come back to them.

    Finished reviews, too: the next one of a page would be taken on by the same person.
    """
    Page.objects.filter(locked_by=account).update(locked=False, locked_by=None, locked_at=None)
    ReviewState.objects.filter(claimed_by=account).update(claimed_by=None, claimed_at=None)


def _delete_owned(account: User, identity: Identity) -> None:
    """Delete the rows that are about the person alone; their files after the transaction."""
    _delete_sessions(session_keys(account))
    for rows in failed_sign_ins(identity):
        rows.delete()
    for name, field in relations().items():
        if decision_for(name, field).fate is Fate.DELETED:
            rows = rows_of(field, account)
            for storage, file in _files(rows):
                transaction.on_commit(partial(storage.delete, file), robust=True)
            rows.delete()
    UndeliveredMail.objects.filter(pk__in=_mail_to(identity)).delete()
    Query.objects.filter(pk__in=queries_naming(identity)).delete()


def _mail_to(identity: Identity) -> list[int]:
    """Return the keys of the mail that waits to be sent to the person."""
    emails = {email.casefold() for email in identity.emails}
    rows = UndeliveredMail.objects.values_list("pk", "recipients")
    return [pk for pk, to in rows if emails & set(to.casefold().split(", "))]


def _delete_sessions(keys: list[str]) -> None:
    """Delete sessions from the database, and afterwards from the cache that may hold them."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    Session.objects.filter(pk__in=keys).delete()
    for key in keys:
        transaction.on_commit(partial(store().delete, key), robust=True)


def _files(rows: QuerySet) -> Iterable[tuple[Storage, str]]:
    for field in rows.model._meta.local_fields:
        if isinstance(field, FileField):
            for name in rows.values_list(field.name, flat=True):
                if name:
                    yield field.storage, name


def _rename(account: User, identity: Identity) -> None:
    """Replace the person in the account; not by save(), which would mail to the old address."""
    values = {
        "username": identity.placeholder,
        "first_name": former_editor(),
        "last_name": "",
        "email": "",
        "password": make_password(None),
        "last_login": None,
        "date_joined": timezone.now(),
        "is_active": False,
        "is_staff": False,
        "is_superuser": False,
    }
    if is_erased(account):
        del values["password"], values["date_joined"]
    User.objects.filter(pk=account.pk).update(**values)
