"""Find what editors wrote about a person: it is listed, and never changed."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Model
from django.urls import reverse
from modelcluster.fields import ParentalKey
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from contributors.models import Contributor
from operations.personal_data.columns import (
    BATCH,
    models_of,
    rows_naming,
    stored_text,
    text_columns,
)
from operations.personal_data.identity import Identity, parsed_json


class Mention(NamedTuple):
    """An object whose text names the person, and the address of its form."""

    kind: str
    title: str
    url: str | None


def contributor_entries(identity: Identity) -> list[Mention]:
    """Return the entries of guest authors with a name or an email address of the person."""
    rows = rows_naming(Contributor, identity).order_by("name")
    emails = {email.casefold() for email in identity.emails}
    names = {name.casefold() for name in identity.full_names | identity.usernames}
    found = [
        row
        for row in rows
        if row.name.casefold() in names
        or any(email in f"{row.biography} {row.links.raw_data}".casefold() for email in emails)
    ]
    return _mentions(Contributor, found)


def mentions(identity: Identity) -> list[Mention]:
    """Return the pages, files and entries whose texts name the person, drafts included.

    Every form checks by itself who may open it.
    """
    pages: set[int] = set()
    found = []
    for model in models_of("content"):
        keys = set(_naming(model, identity))
        if _page_key(model):
            pages |= keys
        elif keys:
            found += _mentions(model, model._base_manager.filter(pk__in=keys))
    return [*_mentions(Page, Page.objects.filter(pk__in=pages).order_by("title")), *found]


def _mentions(model: type[Model], rows: Iterable[Model]) -> list[Mention]:
    kind, finder = str(model._meta.verbose_name), AdminURLFinder()
    return [Mention(kind, _title(row), _address(row, finder)) for row in rows]


def _address(row: Model, finder: AdminURLFinder) -> str | None:
    if isinstance(row, Page):  # The finder would fetch the page as one of its type.
        return reverse("wagtailadmin_pages:edit", args=[row.pk])
    return finder.get_edit_url(row)


def _title(row: Model) -> str:
    return row.get_admin_display_title() if isinstance(row, Page) else str(row)


def _page_key(model: type[Model]) -> str | None:
    """Return the column with the key of the page that a row belongs to, if it does."""
    if model is Revision:
        return "object_id"
    if issubclass(model, Page):
        return "pk"
    for field in model._meta.local_fields:
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Page):
            return field.attname
    return None


def _naming(model: type[Model], identity: Identity) -> Iterator[int]:
    """Yield the keys of pages, or of other objects, whose texts name the person."""
    key, names = _page_key(model), text_columns(model)
    rows = rows_naming(model, identity)
    if model is Revision:
        rows = rows.filter(pk__in=Revision.page_revisions.values("pk"))
    columns = {f"text_{name}": stored_text(name) for name in names}
    found = rows.annotate(**columns).values_list(key or "pk", *columns)
    for pk, *texts in found.iterator(chunk_size=BATCH):
        # The comments of a revision are records.
        written = map(_without_comments, texts) if model is Revision else texts
        if any(map(identity.is_named_in, written)):
            yield int(pk)


def _without_comments(text: str) -> str:
    """Return the stored content of a version without its comments; other texts as they are."""
    content = parsed_json(text) if COMMENTS_RELATION_NAME in text else None
    if not isinstance(content, dict):
        return text
    content.pop(COMMENTS_RELATION_NAME, None)
    return json.dumps(content)
