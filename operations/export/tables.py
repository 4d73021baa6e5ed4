"""Which tables an export has, and their rows as JSON."""

import base64
import datetime
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Field, Model
from django.utils.duration import duration_iso_string

# What is derived from the rest, or belongs to one server or one moment.
EXCLUDED = {
    "page_cache.CacheGeneration": "counts changes on one server",
    "operations.TaskRun": "when tasks ran on one server",
    "importers.ImportRun": "imports of one server, whose files are there",
    "search.SearchEntry": "index, made again",
    "search.SearchText": "index, made again",
    "search.SearchWord": "index, made again",
    "wagtailsearch.IndexEntry": "index, made again",
    "wagtailsearch.SQLiteFTSIndexEntry": "index, made again",
    "wagtailcore.ReferenceIndex": "index, made again",
    "images.SiteRendition": "made again from the images",
    "images.SharingCard": "drawn again from the pages",
    "wagtailimages.Rendition": "of a model that is not used",
    "wagtailcore.UploadedFile": "an upload that was not finished",
    "wagtailadmin.EditingSession": "who has a page open",
    "editorial.UndeliveredMail": "mail that waits on one server",
    "letters.Recipient": "sent, or being sent, by one server",
    "sessions.Session": "sessions of one server",
    "usersessions.UserSession": "sessions of one server",
    "axes.AccessAttempt": "blocks of sign-in on one server",
    "axes.AccessAttemptExpiration": "blocks of sign-in on one server",
    "axes.AccessFailureLog": "blocks of sign-in on one server",
    "axes.AccessLog": "not used",
    "account.EmailConfirmation": "not used",
    "django_tasks_database.DBTaskResult": "tasks of one server",
}
PARSED = {
    *("DateTimeField", "DateField", "TimeField", "DurationField"),
    *("DecimalField", "UUIDField"),
}


def exported_models() -> list[type[Model]]:
    """Return the models of all tables that an export has."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label not in EXCLUDED
        and model._meta.local_concrete_fields
    ]


def cleared_models() -> list[type[Model]]:
    """Return the models of all tables that an import empties."""
    tables = set(connection.introspection.table_names())
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.managed and model._meta.db_table in tables
    ]


def json_lines(model: type[Model]) -> Iterator[bytes]:
    """Yield the rows of a table in the order of their keys, each as an object of its columns."""
    fields = model._meta.local_concrete_fields
    rows = model._base_manager.order_by(model._meta.pk.attname)
    for row in rows.values_list(*(field.attname for field in fields)).iterator(chunk_size=500):
        values = {
            field.attname: _plain(field.get_prep_value(value))
            for field, value in zip(fields, row, strict=True)
        }
        # PostgreSQL does not keep the order of keys within JSON.
        line = json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain)
        yield line.encode() + b"\n"


def _plain(value: object) -> object:
    """Return a value in the form in which JSON can hold it."""
    if isinstance(value, datetime.timedelta):
        return duration_iso_string(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def insert(model: type[Model], rows: Iterable[dict[str, object]]) -> int:
    """Insert rows as they are, without signals, and return their number.

    Raises KeyError if a row lacks a column, ValueError or a DatabaseError for a value that does
    not fit.
    """
    fields = model._meta.local_concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608
    batch = [[_stored(field, row[field.attname]) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, batch)
    return len(batch)


def _stored(field: Field, value: object) -> object:
    """Return a value of JSON in the form in which the database takes it."""
    target = field
    while target.remote_field and hasattr(target, "target_field"):
        target = target.target_field
    kind = target.get_internal_type()
    if value is not None and kind == "BinaryField":
        value = base64.b64decode(str(value))
    elif value is not None and kind in PARSED:
        value = target.to_python(value)
    return field.get_db_prep_save(value, connection)
