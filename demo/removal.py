"""Remove the demo, and nothing else."""

import json
import re
from collections.abc import Iterator

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import (
    Collection,
    Comment,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageViewRestriction,
    ReferenceIndex,
)

from core.models import PublicationSettings
from demo.models import DemoObject
from home.models import HomePage
from users.models import User

# Relations to an account that say nothing about work done with it.
PERSONAL = {"userprofile", "authenticator", "emailaddress", "usersession"}


class LastAdministratorError(Exception):
    """Without the demo accounts, no administrator could sign in."""


@transaction.atomic
def remove() -> list[str]:
    """Remove what the demo created; return a sentence for each object that has to stay.

    Objects stay that were changed since, that have pages of others below them or that others use.
    Accounts that were used for other content are deactivated.

    Raises LastAdministratorError if only a demo account could administer the site.
    """
    demo_accounts = [each.object_id for each in _recorded(User) if each.is_unchanged()]
    others = User.objects.exclude(pk__in=demo_accounts).filter(is_superuser=True, is_active=True)
    if demo_accounts and not any(user.has_usable_password() for user in others):
        raise LastAdministratorError
    kept = [*_reset_site(), *_remove_pages(), *_remove_entries(), *_remove_accounts()]
    DemoObject.objects.all().delete()
    return kept


def _recorded(model: type[models.Model]) -> Iterator[DemoObject]:
    """Yield the records of a kind whose objects still exist."""
    for record in DemoObject.objects.select_related("content_type"):
        kind = record.content_type.model_class()
        if kind and issubclass(kind, model) and record.content is not None:
            yield record


def _ids(model: type[models.Model]) -> list[int]:
    return [record.object_id for record in _recorded(model)]


def _remove_pages() -> list[str]:
    """Delete the pages of the demo, the deepest first."""
    records = [each for each in _recorded(Page) if not isinstance(each.content, HomePage)]
    kept, demo_pages = [], [str(pk) for pk in _ids(Page)]
    for record in sorted(records, key=lambda each: each.content.path, reverse=True):
        page = Page.objects.get(pk=record.object_id).specific
        if reason := _reason_to_keep(page, record, demo_pages):
            kept.append(f"The page “{page}” {reason}.")
            continue
        PageLogEntry.objects.filter(page=page.pk).delete()
        page.delete()
        PageLogEntry.objects.filter(page=page.pk).delete()
    return kept


def _reason_to_keep(page: Page, record: DemoObject, demo_pages: list[str]) -> str:
    """Return why a page stays: what people made would be deleted with it, or lead nowhere."""
    reasons = {
        "has other pages below it": page.numchild,
        "was changed": not record.is_unchanged(),
        "is in use": _is_used_by_others(page, demo_pages),
        "has comments": Comment.objects.filter(page=page.pk).exists(),
        "has redirects": Redirect.objects.filter(redirect_page=page.pk).exists(),
        "is a promoted search result": SearchPromotion.objects.filter(page=page.pk).exists(),
        "is private": PageViewRestriction.objects.filter(page=page.pk).exists(),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _is_used_by_others(page: Page, demo_pages: list[str]) -> bool:
    """Return whether anything but pages of the demo refers to a page."""
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(page)
    of_demo = references.filter(base_content_type=page_type, object_id__in=demo_pages)
    return references.exclude(pk__in=of_demo.values("pk")).exists()


def _numbers_in_drafts() -> set[str]:
    """Return all numbers in the drafts of other pages: some are keys of what the drafts use."""
    drafts = Page.objects.exclude(pk__in=_ids(Page)).exclude(latest_revision=None)
    found: set[str] = set()
    for content in drafts.values_list("latest_revision__content", flat=True):
        found.update(re.findall(r"\d+", json.dumps(content)))
    return found


def _reset_site() -> list[str]:
    """Empty the front page and the settings of the publication."""
    kept = []
    for record in _recorded(HomePage):
        home = record.content
        if record.is_unchanged():
            home.body = []
            home.save()
        else:
            kept.append("The front page was changed.")
    for record in _recorded(PublicationSettings):
        if record.is_unchanged():
            record.content.delete()
        else:
            kept.append("The settings of the publication were changed.")
    return kept


def _remove_entries() -> list[str]:
    """Delete images and entries that nothing uses any more, the newest first."""
    kinds = (Page, PublicationSettings, User, Collection)
    records = [each for each in _recorded(models.Model) if not isinstance(each.content, kinds)]
    kept, in_drafts = [], _numbers_in_drafts()
    # An entry may be used by another one that was created later.
    for record in sorted(records, key=lambda each: -each.pk):
        entry = record.content
        name = f"{entry._meta.verbose_name} “{entry}”".capitalize()
        if not record.is_unchanged():
            kept.append(f"{name} was changed.")
        elif ReferenceIndex.get_references_to(entry).exists() or str(entry.pk) in in_drafts:
            kept.append(f"{name} is in use.")
        else:
            kept += _delete(entry, name)
    return kept


def _delete(entry: models.Model, name: str) -> list[str]:
    log = ModelLogEntry.objects.filter(
        content_type__app_label=entry._meta.app_label,
        content_type__model=entry._meta.model_name,
        object_id=str(entry.pk),
    )
    entries = list(log.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            entry.delete()
    except (ProtectedError, RestrictedError):
        return [f"{name} is in use."]
    ModelLogEntry.objects.filter(pk__in=entries).delete()
    return []


def _remove_accounts() -> list[str]:
    """Delete the demo accounts; deactivate those that were used for other content."""
    kept = []
    for record in _recorded(User):
        user = record.content
        if not record.is_unchanged():
            kept.append(_keep_account(user))
            continue
        if not _has_worked(user):
            user.delete()
            continue
        user.is_active = user.is_superuser = user.is_staff = False
        user.set_unusable_password()
        user.save()
        user.groups.clear()
        kept.append(f"The account {user} was used, and is deactivated.")
    return kept


def _keep_account(user: User) -> str:
    """Keep an account that a person has made their own, but not the password of the demo."""
    if settings.DEMO_PASSWORD and user.check_password(settings.DEMO_PASSWORD):
        user.set_unusable_password()
        user.save()
        return (
            f"The account {user} was changed. It had the password of the demo, and needs a new one."
        )
    return f"The account {user} was changed."


def _has_worked(user: User) -> bool:
    """Return whether something besides its own settings refers to an account."""
    for relation in User._meta.related_objects:
        if relation.many_to_many or relation.related_model._meta.model_name in PERSONAL:
            continue
        if not relation.field.db_constraint:  # Entries of logs outlive accounts.
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: user}).exists():
            return True
    return False
