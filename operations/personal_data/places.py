"""Every place where something is kept about a person, and what erasing the person does to it.

The places are taken from the models: each foreign key to the user model is one. What becomes of its
rows is in DECISIONS; those of a model without a decision stay, and belong to a former editor.
"""

from enum import Enum
from typing import NamedTuple

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.lockout import hash_username
from operations.personal_data.identity import Identity, entries_about
from operations.personal_data.records import (
    entries_with_address,
    queries_naming,
    records_naming,
)
from users.models import User


class Fate(Enum):
    """What erasing a person does to the rows of a place."""

    KEPT = _("Stays, by “Former editor”")
    DELETED = _("Deleted")
    RELEASED = _("Given up")
    REPLACED = _("Replaced by “Former editor”")
    EMPTIED = _("Emptied")


class Decision(NamedTuple):
    """The words for the rows that refer to a person, and what becomes of them."""

    words: str
    fate: Fate


class Place(NamedTuple):
    """A place where something is kept about the person, as the page shows it."""

    words: str
    count: int
    fate: Fate


DECISIONS = {
    "account.emailaddress.user": Decision(_("Email addresses for signing in"), Fate.DELETED),
    "mfa.authenticator.user": Decision(_("Second factors and passkeys"), Fate.DELETED),
    "usersessions.usersession.user": Decision(_("Sessions, with their addresses"), Fate.DELETED),
    "wagtailusers.userprofile.user": Decision(
        _("Profile: picture, language, time zone, notifications, looks"), Fate.DELETED
    ),
    "users.user_groups.user": Decision(_("Roles"), Fate.DELETED),
    "users.user_user_permissions.user": Decision(_("Permissions of their own"), Fate.DELETED),
    "wagtailadmin.editingsession.user": Decision(_("Open forms of pages"), Fate.DELETED),
    "wagtailadmin.formstate.user": Decision(_("Contents of previews"), Fate.DELETED),
    "wagtailcore.pagesubscription.user": Decision(_("Notifications of comments"), Fate.DELETED),
    "wagtailcore.uploadedfile.uploaded_by_user": Decision(
        _("Uploads that were never finished"), Fate.DELETED
    ),
    "wagtailcore.page.locked_by": Decision(_("Locks of pages"), Fate.RELEASED),
    "wagtailcore.page.owner": Decision(_("Pages created"), Fate.KEPT),
    "wagtailcore.revision.user": Decision(_("Versions of pages"), Fate.KEPT),
    "wagtailcore.comment.user": Decision(_("Comments"), Fate.KEPT),
    "wagtailcore.comment.resolved_by": Decision(_("Comments resolved"), Fate.KEPT),
    "wagtailcore.commentreply.user": Decision(_("Replies to comments"), Fate.KEPT),
    "wagtailcore.workflowstate.requested_by": Decision(
        _("Pages submitted to moderation"), Fate.KEPT
    ),
    "wagtailcore.taskstate.finished_by": Decision(_("Reviews, with their notes"), Fate.KEPT),
    "editorial.reviewstate.claimed_by": Decision(_("Reviews taken on"), Fate.RELEASED),
    "wagtailcore.pagelogentry.user": Decision(_("Entries in the history of pages"), Fate.KEPT),
    "wagtailcore.modellogentry.user": Decision(
        _("Entries in the security log and in the history of entries and settings"), Fate.KEPT
    ),
    "images.siteimage.uploaded_by_user": Decision(_("Images uploaded"), Fate.KEPT),
    "documents.sitedocument.uploaded_by_user": Decision(_("Documents uploaded"), Fate.KEPT),
    "importers.importrun.started_by": Decision(_("Imports started"), Fate.KEPT),
    # The tables of Wagtail's own models, which this site does not use.
    "wagtailimages.image.uploaded_by_user": Decision(_("Images of Wagtail uploaded"), Fate.KEPT),
    "wagtaildocs.document.uploaded_by_user": Decision(
        _("Documents of Wagtail uploaded"), Fate.KEPT
    ),
}

# The words for records in which names are replaced.
RECORD_WORDS = {
    "editorial.undeliveredmail": _("Name in mail that was not delivered"),
    "form_pages.submission": _("Name in answers to forms"),
    "letters.recipient": _("Name in recipients of letters"),
    "wagtailcore.comment": _("Name in comments"),
    "wagtailcore.commentreply": _("Name in replies to comments"),
    "wagtailcore.modellogentry": _("Name in the security log and the history of entries"),
    "wagtailcore.pagelogentry": _("Name in the history of pages"),
    "wagtailcore.taskstate": _("Name in notes of reviews"),
}


def relations() -> dict[str, Field]:
    """Return every foreign key to the user model, of all models, by its lower-case name."""
    return {
        f"{model._meta.label_lower}.{field.name}": field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.remote_field and field.remote_field.model is User
    }


def rows_of(field: Field, account: User) -> QuerySet:
    """Return the rows that refer to a person by a foreign key."""
    return field.model._base_manager.filter(**{field.name: account.pk})


def decision_for(name: str, field: Field) -> Decision:
    """Return what becomes of the rows of a foreign key."""
    if name in DECISIONS:
        return DECISIONS[name]
    words = f"{field.model._meta.verbose_name_plural} ({field.verbose_name})"
    return Decision(words, Fate.KEPT)


def failed_sign_ins(identity: Identity, *, from_addresses: bool = True) -> list[QuerySet]:
    """Return what django-axes counted for a person: of the names, and of the addresses if asked."""
    hashes = [
        hash_username(name, is_code=is_code)
        for name in identity.usernames
        for is_code in (False, True)
    ]
    found = Q(username__in=[*hashes, *identity.usernames])
    if from_addresses:
        found |= Q(ip_address__in=identity.networks | identity.addresses)
    return [model.objects.filter(found) for model in (AccessAttempt, AccessFailureLog, AccessLog)]


def session_keys(account: User) -> list[str]:
    """Return the keys of the stored sessions of a person, whether allauth knows them or not."""
    return [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") == str(account.pk)
    ]


def places_of(account: User, identity: Identity) -> list[Place]:
    """Return every place where something is kept about a person, with the number of rows."""
    names = [account.username, account.get_full_name(), account.email]
    records = records_naming(identity)
    found = [
        Place(
            gettext("Username, name, email address, password"),
            len([*filter(None, names)]) + 1,
            Fate.REPLACED,
        ),
        *_related(account),
        Place(gettext("Sessions on the server"), len(session_keys(account)), Fate.DELETED),
        Place(
            gettext("Failed attempts to sign in"),
            sum(rows.count() for rows in failed_sign_ins(identity)),
            Fate.DELETED,
        ),
        Place(
            gettext("Entries about the account in the security log"),
            entries_about(account).count(),
            Fate.REPLACED,
        ),
        Place(
            gettext("Addresses in the security log"),
            len(entries_with_address(account, identity)),
            Fate.EMPTIED,
        ),
        Place(
            gettext("Searches of readers for the name"), len(queries_naming(identity)), Fate.DELETED
        ),
        *(
            Place(_words_for_records(model), len(rows), Fate.REPLACED)
            for model, rows in records.items()
        ),
    ]
    return [place for place in found if place.count]


def _words_for_records(model: type[Model]) -> str:
    return RECORD_WORDS.get(model._meta.label_lower) or str(model._meta.verbose_name_plural)


def _related(account: User) -> list[Place]:
    found = []
    for name, field in relations().items():
        decision = decision_for(name, field)
        found.append(Place(decision.words, rows_of(field, account).count(), decision.fate))
    return sorted(found, key=lambda place: str(place.words))
