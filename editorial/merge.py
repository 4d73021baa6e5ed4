"""Two entries of the directory that mean the same become one."""

import json

from django import forms
from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex, Revision

from books.models import BookSeries, Imprint
from contributors.models import Contributor
from core.models import DirectoryEntry
from core.redirects import add_redirects
from core.signals import pages_changed
from events.models import Organiser
from topics.models import Topic

MERGED = (BookSeries, Contributor, Imprint, Organiser, Topic)
MODELS = {model._meta.label_lower: model for model in MERGED}


@transaction.atomic
def merge(entry: DirectoryEntry, into: DirectoryEntry) -> None:
    """Give all that is of `entry` to another one; its address leads there, and it is gone.

    Versions of pages are changed too, old ones with them: they would bring it back.
    """
    address = entry.get_url()
    _change_streams(entry, into)
    pages = set()
    for relation in entry._meta.related_objects:
        rows, field = relation.related_model, relation.field.name
        for row in rows.objects.filter(**{field: entry}):
            pages.update(getattr(row, key.attname) for key in _parents(rows))
            _give(row, field, into)
        _change_versions(rows, field, entry.pk, into.pk)
    type(entry).objects.filter(pk=entry.pk).delete()
    add_redirects(address, into.get_url())
    pages_changed.send(type(into), ids=sorted(pages))


def _parents(rows: type[models.Model]) -> list[ParentalKey]:
    return [key for key in rows._meta.get_fields() if isinstance(key, ParentalKey)]


def _give(row: models.Model, field: str, into: DirectoryEntry) -> None:
    """Point a row at the other entry, or drop it where the page has that already."""
    setattr(row, field, into)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.delete()


def _change_versions(rows: type[models.Model], field: str, old: int, new: int) -> None:
    """Do the same in every version of every page that names the entry."""
    names = [key.remote_field.related_name for key in _parents(rows)]
    for revision in Revision.objects.page_revisions().iterator(chunk_size=100):
        changed = [_change_rows(revision.content, name, field, old, new) for name in names]
        if issubclass(rows, Page) and revision.content_type.model_class() is rows:
            changed.append(_change_field(revision.content, field, old, new))
        if any(changed):
            revision.save(update_fields=["content"])


def _change_field(content: dict, field: str, old: int, new: int) -> bool:
    """Change a field of a draft itself; tell whether it named the entry."""
    if content.get(field) != old:
        return False
    content[field] = new
    return True


def _change_streams(entry: DirectoryEntry, into: DirectoryEntry) -> None:
    """Let blocks that chose the entry, in pages and in their versions, choose the other one."""
    name = entry._meta.model_name
    users = ReferenceIndex.get_references_to(entry).values_list("object_id", flat=True)
    for page in Page.objects.filter(pk__in=[int(pk) for pk in users]).specific():
        for field in _streams(page):
            value = getattr(page, field.name)
            data = _choose(list(value.raw_data), name, entry.pk, into.pk)
            setattr(page, field.name, field.to_python(json.dumps(data)))
        page.save()
        for revision in page.revisions.iterator(chunk_size=100):
            for field in _streams(page):
                data = json.loads(revision.content.get(field.name) or "[]")
                revision.content[field.name] = json.dumps(_choose(data, name, entry.pk, into.pk))
            revision.save(update_fields=["content"])


def _streams(page: Page) -> list[StreamField]:
    return [field for field in page._meta.get_fields() if isinstance(field, StreamField)]


def _choose(data: object, name: str, old: int, new: int) -> object:
    """Return the data of a stream with another key under the name of the kind of entry."""
    if isinstance(data, dict):
        return {
            key: new if key == name and value == old else _choose(value, name, old, new)
            for key, value in data.items()
        }
    return [_choose(item, name, old, new) for item in data] if isinstance(data, list) else data


def _change_rows(content: dict, name: str, field: str, old: int, new: int) -> bool:
    """Change the rows of a draft in place, without naming anybody twice; tell whether it did."""
    rows = content.get(name, [])
    if not any(row.get(field) == old for row in rows):
        return False
    kept: dict[tuple, dict] = {}
    for row in rows:
        row[field] = new if row.get(field) == old else row.get(field)
        kept.setdefault((row[field], row.get("role")), row)
    content[name] = list(kept.values())
    return True


class MergeForm(forms.Form):
    """Asks which of two entries stays."""

    into = forms.ModelChoiceField(
        queryset=None,
        label="Merge into",
        help_text="This one stays. It gets all pages of the other, whose address leads to it.",
    )

    def __init__(self, entry: DirectoryEntry, *args: object) -> None:
        """Offer every other entry of the same kind of list."""
        super().__init__(*args)
        self.fields["into"].queryset = type(entry).objects.exclude(pk=entry.pk)


def merge_entry(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Show the form, and merge: for those who may also delete an entry."""
    if label not in MODELS:
        raise Http404("There is no such list.")
    model = MODELS[label]
    names = [get_permission_codename(action, model._meta) for action in ("change", "delete")]
    if not request.user.has_perms([f"{model._meta.app_label}.{name}" for name in names]):
        raise PermissionDenied
    entry = get_object_or_404(model, pk=pk)
    form = MergeForm(entry, request.POST or None)
    if form.is_valid():
        into, name = form.cleaned_data["into"], entry.name
        merge(entry, into)
        messages.success(request, f"{name} was merged into {into.name}.")
        return redirect(f"{model._meta.app_label}_{model._meta.model_name}_modeladmin_index")
    return render(request, "editorial/merge.html", {"form": form, "entry": entry})
