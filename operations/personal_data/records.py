"""Replace a person in the records of the work: comments, notes, logs and undelivered mail."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.db.models.fields.json import KeyTextTransform
from wagtail.contrib.search_promotions.models import Query
from wagtail.models import COMMENTS_RELATION_NAME, ModelLogEntry, Revision

from operations.personal_data.columns import BATCH, models_of, rows_naming, text_columns
from operations.personal_data.identity import Identity, entries_about
from users.models import User


def records_naming(identity: Identity) -> dict[type[Model], list[Model]]:
    """Return the records whose texts hold a name, already with its replacement, by model."""
    found = {}
    for model in models_of("records"):
        names = text_columns(model)
        rows = [row for row in rows_naming(model, identity) if _replace(row, names, identity)]
        if rows:
            found[model] = rows
    return found


def _replace(row: Model, names: list[str], identity: Identity) -> bool:
    """Replace the names in the texts of a row. Return whether there were any."""
    before = [getattr(row, name) for name in names]
    after = [identity.replaced(value) for value in before]
    for name, value in zip(names, after, strict=True):
        setattr(row, name, value)
    return before != after


def replace_in_records(identity: Identity) -> None:
    """Replace the names of a person in all records."""
    for model, rows in records_naming(identity).items():
        model._base_manager.bulk_update(rows, text_columns(model), batch_size=BATCH)
    _replace_in_comments_of_revisions(identity)


def _replace_in_comments_of_revisions(identity: Identity) -> None:
    """Replace the names in the comments that a revision holds; its content stays."""
    rows = Revision.objects.annotate(comments=KeyTextTransform(COMMENTS_RELATION_NAME, "content"))
    changed = []
    for revision in rows.filter(identity.in_text("comments")).iterator(chunk_size=BATCH):
        comments = revision.content[COMMENTS_RELATION_NAME]
        replaced = identity.replaced(comments)
        if replaced != comments:
            revision.content[COMMENTS_RELATION_NAME] = replaced
            changed.append(revision)
    Revision.objects.bulk_update(changed, ["content"], batch_size=BATCH)


def queries_naming(identity: Identity) -> list[int]:
    """Return the keys of searches of readers for the person that no editor uses."""
    rows = Query.objects.filter(identity.in_text("query_string"), editors_picks=None)
    pairs = rows.values_list("pk", "query_string")
    return [pk for pk, words in pairs if identity.replaced(words.casefold()) != words.casefold()]


def rename_entries(account: User, identity: Identity) -> None:
    """Give the log entries of an account its new name, whichever name it had then."""
    entries_about(account).update(label=identity.placeholder)


def entries_with_address(account: User, identity: Identity) -> list[ModelLogEntry]:
    """Return the log entries that hold an address of the person.

    These are the entries by the person, failures that nobody else caused at the account, and those
    of unknown people from the same address. What others did keeps their address.
    """
    about = Q(
        content_type=ContentType.objects.get_for_model(User), object_id=str(account.pk), user=None
    )
    stranger = Q(user=None, data__address__in=sorted(identity.addresses))
    entries = ModelLogEntry.objects.filter(Q(user=account) | about | stranger)
    return [entry for entry in entries if (entry.data or {}).get("address")]


def forget_addresses(account: User, identity: Identity) -> None:
    """Remove the addresses of the person from the security log."""
    entries = entries_with_address(account, identity)
    for entry in entries:
        entry.data["address"] = ""
    ModelLogEntry.objects.bulk_update(entries, ["data"], batch_size=BATCH)
