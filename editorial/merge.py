"""Merge duplicate snippets: people, topics, organisers, venues, imprints and book series."""

import json

from django import forms
from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex, Revision

from books.models import BookSeries, Imprint
from contributors.models import Contributor
from core.models import DirectoryEntry
from core.redirects import add_redirects
from core.signals import pages_changed
from events.models import Organiser, Venue
from topics.models import Topic

MERGEABLE = (BookSeries, Contributor, Imprint, Organiser, Topic, Venue)
MODELS = {model._meta.label_lower: model for model in MERGEABLE}


def may_merge(user: AbstractBaseUser, entry: models.Model) -> bool:
    """Return whether a user may merge an entry into another one, by which it is deleted.

    Those who accept the proposals of contributors may also merge them.
    """
    actions = ["change"] if getattr(entry, "is_proposed", False) else ["change", "delete"]
    options = entry._meta
    names = [get_permission_codename(action, options) for action in actions]
    return user.has_perms([f"{options.app_label}.{name}" for name in names])


@transaction.atomic
def merge(entry: models.Model, into: models.Model) -> None:
    """Replace `entry` with `into` everywhere, redirect its URL if it has one, and delete it.

    All revisions are updated, too: publishing or restoring one would otherwise refer to `entry`.
    Raise DoesNotExist if one of the two has been merged or deleted meanwhile.
    """
    rows = type(entry).objects.select_for_update().order_by("pk")
    locked = rows.in_bulk([entry.pk, into.pk])
    if len(locked) != 2:
        raise type(entry).DoesNotExist
    url = _url_of(entry)
    _accept(locked[entry.pk], locked[into.pk])
    _update_streams(entry, into)
    relations = _relations(type(entry))
    pages = set()
    for relation in relations:
        model, field = relation.related_model, relation.field.name
        for row in model.objects.filter(**{field: entry}):
            pages.update(getattr(row, key.attname) for key in _parental_keys(model))
            _update_row(row, field, into)
    _update_revisions(entry, into, relations)
    type(entry).objects.filter(pk=entry.pk).delete()
    add_redirects(url, _url_of(into))
    pages_changed.send(type(into), ids=sorted(pages))


def _accept(entry: models.Model, into: models.Model) -> None:
    """Accept a proposed entry that gets the public pages of an accepted one."""
    if getattr(into, "is_proposed", False) and not entry.is_proposed:
        into.is_proposed = False
        into.save(update_fields=["is_proposed"])


def _relations(model: type[models.Model]) -> list[models.ForeignObjectRel]:
    """Return the foreign keys to a model, also those without a name, such as of occurrences."""
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and field.one_to_many
    ]


def _url_of(entry: models.Model) -> str | None:
    return entry.get_url() if isinstance(entry, DirectoryEntry) else None


def _parental_keys(model: type[models.Model]) -> list[ParentalKey]:
    return [key for key in model._meta.get_fields() if isinstance(key, ParentalKey)]


def _update_row(row: models.Model, field: str, into: DirectoryEntry) -> None:
    """Point a row at `into`, or delete it if the page has such a row already."""
    setattr(row, field, into)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.delete()


def _update_revisions(
    entry: models.Model, into: models.Model, relations: list[models.ForeignObjectRel]
) -> None:
    """Replace the key of `entry` in every revision: in fields, child rows and chooser blocks."""
    for revision in Revision.objects.page_revisions().iterator(chunk_size=100):
        page_type = revision.content_type.model_class()
        changed = [
            _update_foreign_key(revision.content, page_type, relation, entry.pk, into.pk)
            for relation in relations
        ]
        for field in _stream_fields(page_type) if page_type else ():
            data = json.loads(revision.content.get(field.name) or "[]")
            replaced = _replace_in_stream(data, entry._meta.model_name, entry.pk, into.pk)
            if data != replaced:
                revision.content[field.name] = json.dumps(replaced)
                changed.append(True)
        if any(changed):
            revision.save(update_fields=["content"])


def _update_foreign_key(
    content: dict,
    page_type: type[Page] | None,
    relation: models.ForeignObjectRel,
    old: int,
    new: int,
) -> bool:
    """Replace a key in the child rows of a model, or in a field of pages of that type."""
    model, field = relation.related_model, relation.field.name
    names = [key.remote_field.related_name for key in _parental_keys(model)]
    changed = [_update_child_rows(content, name, field, old, new) for name in names]
    if issubclass(model, Page) and page_type is model:
        changed.append(_update_field(content, field, old, new))
    return any(changed)


def _update_field(content: dict, field: str, old: int, new: int) -> bool:
    """Replace a key in a field of the page itself. Return whether it changed."""
    if content.get(field) != old:
        return False
    content[field] = new
    return True


def _update_child_rows(content: dict, relation: str, field: str, old: int, new: int) -> bool:
    """Replace a key in child rows, and drop duplicates. Return whether anything changed."""
    rows = content.get(relation, [])
    if not any(row.get(field) == old for row in rows):
        return False
    unique: dict[tuple, dict] = {}
    for row in rows:
        row[field] = new if row.get(field) == old else row.get(field)
        # A contributor has one row for each role, an event one for each changed date.
        unique.setdefault((row[field], row.get("role"), row.get("date")), row)
    content[relation] = list(unique.values())
    return True


def _update_streams(entry: models.Model, into: models.Model) -> None:
    """Replace `entry` in chooser blocks of pages."""
    name = entry._meta.model_name
    object_ids = ReferenceIndex.get_references_to(entry).values_list("object_id", flat=True)
    for page in Page.objects.filter(pk__in=[int(pk) for pk in object_ids]).specific():
        for field in _stream_fields(page):
            value = getattr(page, field.name)
            data = _replace_in_stream(list(value.raw_data), name, entry.pk, into.pk)
            setattr(page, field.name, field.to_python(json.dumps(data)))
        page.save()


def _stream_fields(page: Page | type[Page]) -> list[StreamField]:
    return [field for field in page._meta.get_fields() if isinstance(field, StreamField)]


def _replace_in_stream(data: object, name: str, old: int, new: int) -> object:
    """Return raw stream data with `old` replaced in all blocks that are called `name`."""
    if isinstance(data, dict):
        return {
            key: new if key == name and value == old else _replace_in_stream(value, name, old, new)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_replace_in_stream(item, name, old, new) for item in data]
    return data


class MergeForm(forms.Form):
    """Chooses the entry that remains."""

    into = forms.ModelChoiceField(
        queryset=None,
        label=_("Merge into"),
        help_text=_(
            "This entry stays. It gets all pages of the other one, whose web address then "
            "redirects to it."
        ),
    )

    def __init__(self, entry: models.Model, *args: object) -> None:
        super().__init__(*args)
        self.fields["into"].queryset = type(entry).objects.exclude(pk=entry.pk)


def merge_entry(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Display the form, and merge."""
    if label not in MODELS:
        raise Http404(f"{label} cannot be merged.")
    model = MODELS[label]
    entry = get_object_or_404(model, pk=pk)
    if not may_merge(request.user, entry):
        raise PermissionDenied
    form = MergeForm(entry, request.POST or None)
    if form.is_valid():
        into, name = form.cleaned_data["into"], entry.name
        try:
            merge(entry, into)
        except model.DoesNotExist:
            text = gettext("One of the two was merged or deleted meanwhile. Nothing was changed.")
            messages.error(request, text)
        else:
            text = gettext("%(name)s was merged into %(into)s.")
            messages.success(request, text % {"name": name, "into": into.name})
        return redirect(f"{model._meta.app_label}_{model._meta.model_name}_modeladmin_index")
    return render(request, "editorial/merge.html", {"form": form, "entry": entry})
