"""Record what happens to accounts, roles and second factors, in any view."""

from allauth.account.signals import user_logged_in
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import Signal, receiver
from django.http import HttpRequest
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from accounts.events import SecurityEvent
from accounts.lockout import count_failure
from accounts.models import SecuritySettings
from accounts.security_log import record
from users.models import User

# The event of a change of each field of an account.
FIELDS = {
    "email": SecurityEvent.EMAIL_CHANGED,
    "password": SecurityEvent.PASSWORD_CHANGED,
    "is_active": SecurityEvent.ACTIVE_CHANGED,
    "is_superuser": SecurityEvent.ROLES_CHANGED,
}


@receiver(user_logged_in)
def record_sign_in(request: HttpRequest, user: User, **_signal: object) -> None:
    """Record a sign-in."""
    record(SecurityEvent.SIGNED_IN, request, account=user)


@receiver(pre_save, sender=User)
def remember_account(
    instance: User, update_fields: set[str] | None = None, **_signal: object
) -> None:
    """Remember the stored values of the fields that matter for the security of an account."""
    instance._stored = None
    # Django saves the password alone when it only hashes it in another way.
    names = set(update_fields or FIELDS) - ({"password"} if update_fields else set())
    if context.request is not None and FIELDS.keys() & names:
        instance._stored = User.objects.filter(pk=instance.pk).values(*FIELDS).first()


@receiver(post_save, sender=User)
def record_account(instance: User, created: bool, **_signal: object) -> None:
    """Record that an account was created, or which of its fields changed."""
    if context.request is None:
        return
    if created:
        record(SecurityEvent.CREATED, context.request, account=instance)
    for name, value in (instance._stored or {}).items():
        if value != getattr(instance, name):
            record(
                FIELDS[name],
                context.request,
                account=instance,
                details=str(getattr(instance, name)) if name == "is_active" else "",
                email=value if name == "email" else "",
            )


@receiver(m2m_changed, sender=User.groups.through)
def record_roles(
    instance: Model, action: str, pk_set: set | None, reverse: bool, **_signal: object
) -> None:
    """Record that an account was given a role, or lost one."""
    if context.request is None or action not in ("post_add", "post_remove", "pre_clear"):
        return
    sign = "+" if action == "post_add" else "−"
    if reverse:  # The accounts of a role.
        accounts = User.objects.filter(pk__in=pk_set) if pk_set else instance.user_set.all()
        pairs = [(account, [instance.name]) for account in accounts]
    else:
        groups = Group.objects.filter(pk__in=pk_set) if pk_set else instance.groups.all()
        pairs = [(instance, [group.name for group in groups])]
    for account, names in pairs:
        details = ", ".join(f"{sign}{name}" for name in names)
        if details:
            record(SecurityEvent.ROLES_CHANGED, context.request, account=account, details=details)


@receiver(m2m_changed, sender=Group.permissions.through)
def record_permissions(instance: Model, action: str, **_signal: object) -> None:
    """Record that the permissions of a role changed."""
    if action in ("post_add", "post_remove", "post_clear") and isinstance(instance, Group):
        _record_role(instance)


@receiver([post_save, post_delete], sender=GroupPagePermission)
@receiver([post_save, post_delete], sender=GroupCollectionPermission)
def record_scoped_permission(instance: Model, **_signal: object) -> None:
    """Record that the permissions of a role for pages or collections changed."""
    _record_role(instance.group)


def _record_role(group: Group) -> None:
    """Record a change of a role once for each request."""
    request = context.request
    if request is None:
        return
    recorded = request.__dict__.setdefault("_recorded_roles", set())
    if group.pk not in recorded:
        recorded.add(group.pk)
        record(SecurityEvent.GROUP_CHANGED, request, details=group.name)


@receiver(post_save, sender=SecuritySettings)
def record_settings(created: bool, **_signal: object) -> None:
    """Record that the security settings changed."""
    if context.request is not None and not created:
        record(SecurityEvent.SETTINGS_CHANGED, context.request)


@receiver([authenticator_added, authenticator_removed])
def record_factor(
    signal: Signal,
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **_others: object,
) -> None:
    """Record that a second factor was added or removed."""
    is_new = signal is authenticator_added
    event = SecurityEvent.FACTOR_ADDED if is_new else SecurityEvent.FACTOR_REMOVED
    record(event, request, account=user, details=authenticator.get_type_display())


@receiver(authenticator_reset)
def record_new_codes(request: HttpRequest, user: User, **_signal: object) -> None:
    """Record that recovery codes were generated again."""
    record(SecurityEvent.CODES_RENEWED, request, account=user)


@receiver(authenticator_used)
def record_used_code(
    request: HttpRequest, user: User, authenticator: Authenticator, **_signal: object
) -> None:
    """Record that a recovery code was used."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        record(SecurityEvent.CODE_USED, request, account=user)


@receiver(authentication_failed)
def count_wrong_code(request: HttpRequest, user: User, **_signal: object) -> None:
    """Count a wrong code like a wrong password."""
    count_failure(request, user)
