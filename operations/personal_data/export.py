"""Export what is kept about a person as one JSON file, whose format docs/security.md describes."""

import json
import re
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, FileField, QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry

from operations.personal_data.content import mentions
from operations.personal_data.identity import Identity, entries_about
from operations.personal_data.places import decision_for, failed_sign_ins, relations, rows_of
from operations.personal_data.records import entries_with_address
from users.models import User

FORMAT = "masthead-personal-data"
VERSION = 1
# Never exported, of any model: what opens an account, and where a column is a secret of the site.
SECRET = re.compile(r"password|secret|token|session_key|session_data|(^|_)key$|fingerprint|hash")
OMITTED = {
    *("mfa.authenticator.data", "usersessions.usersession.data"),
    *(f"axes.{name}.username" for name in ("accessattempt", "accessfailurelog", "accesslog")),
}
# Of pages and their versions, the titles and keys only: their content is that of the publication.
# Of log entries, no labels: they may be the names of other people.
COLUMNS = {
    "wagtailcore.modellogentry": [
        *("id", "timestamp", "action", "content_type__model", "object_id", "data"),
    ],
    "wagtailcore.page": [
        *("id", "title", "draft_title", "url_path", "live", "locked", "locked_at"),
        *("first_published_at", "last_published_at"),
    ],
    "wagtailcore.revision": ["id", "object_id", "object_str", "created_at"],
}


def personal_data(account: User) -> dict[str, object]:
    """Return everything that is kept about a person, as values that JSON can hold."""
    identity = Identity.of(account)
    # Attempts from an address may be those of others.
    attempts = failed_sign_ins(identity, from_addresses=False)
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": timezone.now(),
        "account": _account(account),
        "names": {
            "usernames": sorted(identity.usernames),
            "emails": sorted(identity.emails),
            "addresses": sorted(identity.addresses),
        },
        "rows": {
            name: {"words": str(decision_for(name, field).words), "rows": _rows(field, account)}
            for name, field in relations().items()
        },
        "security_log": list(_security_log(account, identity)),
        "failed_sign_ins": [
            row for rows in attempts for row in _values(rows, _columns(rows.model))
        ],
        "mentions": [each._asdict() for each in mentions(identity)],
    }


def as_json(data: dict[str, object]) -> str:
    """Return the text of the file, in UTF-8 when it is encoded."""
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1) + "\n"


def _account(account: User) -> dict[str, object]:
    values = next(iter(_values(User.objects.filter(pk=account.pk), _columns(User))))
    roles = account.groups.order_by("name").values_list("name", flat=True)
    return values | {"roles": list(roles)}


def _columns(model: type) -> list[str]:
    """Return the names of the columns of a model that are exported."""
    label = model._meta.label_lower
    if label in COLUMNS:
        return COLUMNS[label]
    return [
        field.attname
        for field in model._meta.concrete_fields
        if not SECRET.search(field.name) and f"{label}.{field.name}" not in OMITTED
    ]


def _rows(field: Field, account: User) -> list[dict[str, object]]:
    rows = rows_of(field, account).order_by("pk")
    return list(_values(rows, _columns(field.model)))


def _values(rows: QuerySet, columns: list[str]) -> Iterator[dict[str, object]]:
    """Yield the values of rows; a file is its name, and other values are as JSON encodes them."""
    files = {each.name for each in rows.model._meta.concrete_fields if isinstance(each, FileField)}
    for row in rows.values(*columns):
        yield {name: str(value) if name in files else value for name, value in row.items()}


def _security_log(account: User, identity: Identity) -> Iterator[dict[str, object]]:
    """Yield the log entries about the account, and those that hold an address of the person.

    The address of another person who changed the account is theirs.
    """
    own = {entry.pk for entry in entries_with_address(account, identity)}
    keys = own | set(entries_about(account).values_list("pk", flat=True))
    for entry in ModelLogEntry.objects.filter(pk__in=keys).order_by("timestamp", "pk"):
        data = entry.data or {}
        yield {
            "timestamp": entry.timestamp,
            "action": entry.action,
            "by": entry.user_id,
            "details": data.get("details", ""),
            "address": data.get("address", "") if entry.pk in own else "",
        }
