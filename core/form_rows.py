"""The child rows of a page form, which may have changed since the form was loaded."""

from collections.abc import Iterable
from operator import attrgetter

from django.db.models import Model
from django.forms import BaseModelFormSet, ModelForm
from django.forms.formsets import DELETION_FIELD_NAME
from modelcluster.forms import ClusterForm
from wagtail.models import Comment, CommentReply


def update_rows(form: ClusterForm) -> None:
    """Give rows the keys that they got since the form was loaded, and keep the rows of others."""
    for formset in form.formsets.values():
        formset.data = formset.data.copy()
        count = min(formset.initial_form_count(), formset.total_form_count())
        prefixes = [formset.add_prefix(number) for number in range(count)]
        _add_keys(formset, prefixes)
        _detach_removed_rows(formset, prefixes)
        if _has_comments(formset):
            _keep_comments_of_others(formset, prefixes)
        for child in formset.forms:
            if isinstance(child, ClusterForm):
                update_rows(child)


def _has_comments(formset: BaseModelFormSet) -> bool:
    return issubclass(formset.model, Comment | CommentReply)


def _key_field(formset: BaseModelFormSet, prefix: str) -> str:
    return f"{prefix}-{formset.model._meta.pk.name}"


def _add_keys(formset: BaseModelFormSet, prefixes: list[str]) -> None:
    """Give keys to rows that were loaded without: a draft has such rows until it is published.

    Rows that were published have the same order. If others were added, `match_rows` compares them.
    """
    fields = [_key_field(formset, prefix) for prefix in prefixes]
    sent = {formset.data.get(field) for field in fields}
    without = [field for field in fields if formset.data.get(field) == ""]
    published = [str(row.pk) for row in formset.queryset if row.pk and str(row.pk) not in sent]
    if len(without) == len(published):
        for field, key in zip(without, published, strict=True):
            formset.data[field] = key


def _detach_removed_rows(formset: BaseModelFormSet, prefixes: list[str]) -> None:
    """Treat rows that another user has removed since the form was loaded as new ones.

    Django would report an error of the hidden field that identifies the row. Removed comments and
    their replies remain removed: they may belong to other users.
    """
    stored = {str(row.pk) for row in formset.queryset}
    for prefix in prefixes:
        field = _key_field(formset, prefix)
        if formset.data.get(field) not in stored:
            formset.data[field] = ""
            if _has_comments(formset):
                formset.data[f"{prefix}-{DELETION_FIELD_NAME}"] = "on"


def _keep_comments_of_others(formset: BaseModelFormSet, prefixes: list[str]) -> None:
    """Ignore the deletion of comments and replies of other users, which the editor does not offer.

    Django does not validate rows that are deleted.
    """
    user = formset.form_kwargs.get("for_user")
    writers = {str(row.pk): row.user_id for row in formset.queryset}
    for prefix in prefixes:
        writer = writers.get(formset.data.get(_key_field(formset, prefix)))
        if writer and user and writer != user.pk:
            formset.data.pop(f"{prefix}-{DELETION_FIELD_NAME}", None)


def match_rows(form: ClusterForm) -> None:
    """Match the rows of a form that have no key, and the rows within these, with stored ones."""
    for formset in form.formsets.values():
        unsaved = [row for row in _submitted_rows(formset) if row.instance.pk is None]
        if unsaved:
            _match_stored_rows(formset, unsaved, getattr(form.instance, formset.rel_name).all())
        for child in formset.forms:
            if isinstance(child, ClusterForm):
                match_rows(child)


def _submitted_rows(formset: BaseModelFormSet) -> list[ModelForm]:
    """Return the rows of a formset that hold values. Removed comments remain removed."""
    initial = [] if _has_comments(formset) else formset.initial_forms
    return [*initial, *(row for row in formset.extra_forms if row.has_changed())]


def _match_stored_rows(
    formset: BaseModelFormSet, added: list[ModelForm], stored: Iterable[Model]
) -> None:
    """Let rows without a key update the stored rows with the same values or unique fields.

    Those got their key after the form was loaded: by another user, by a publication, or by an
    autosave whose response was lost. Creating them again would duplicate them or violate a
    constraint.
    """
    in_form = {form.instance.pk for form in formset.initial_forms}
    unknown = [row for row in stored if row.pk and row.pk not in in_form]
    options = formset.model._meta
    displayed = [field for field in options.concrete_fields if field.name in added[0].fields]
    unique = [getattr(constraint, "fields", ()) for constraint in options.constraints]
    fields = [
        [options.get_field(name) for name in names if name != formset.fk.name]
        for names in [*unique, *options.unique_together]
    ]
    fields.append([field for field in displayed if not field.primary_key])
    for attributes in [[field.attname for field in group] for group in fields if group]:
        values = attrgetter(*attributes)
        rows = {values(row): row for row in unknown}
        for form in added:
            if form.instance.pk is None and (row := rows.pop(values(form.instance), None)):
                form.instance.pk = row.pk
                for field in set(options.concrete_fields) - set(displayed):
                    setattr(form.instance, field.attname, getattr(row, field.attname))
