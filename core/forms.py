"""The base class of all page forms."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseModelFormSet, ModelForm
from django.urls import URLPattern, get_resolver
from django.utils.translation import gettext
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page

HOME_DEPTH = 2  # in the page tree


def reserved_slug_error(slug: str, parent: Page) -> str:
    """Return an error message if a page below `parent` cannot have this slug, otherwise "".

    A routable parent has URLs of its own, such as its feed, and so has the site, such as its
    search; they would hide the page.
    """
    routes = getattr(parent.specific_class, "get_subpage_urls", list)()
    if slug in _first_parts(routes):
        message = gettext(
            "“%(slug)s” is reserved for a part of the list above. Choose another one."
        )
        return message % {"slug": slug}
    if parent.depth == HOME_DEPTH and slug in _first_parts(get_resolver().url_patterns):
        message = gettext("“%(slug)s” is reserved for a part of the site. Choose another one.")
        return message % {"slug": slug}
    return ""


def _first_parts(routes: Iterable[URLPattern]) -> set[str]:
    return {str(route.pattern).lstrip("^").split("/")[0] for route in routes} - {""}


class PageForm(WagtailAdminPageForm):
    """Wagtail's page form, which always creates pages as drafts.

    Wagtail creates a page that is published at once as live, and publishes it afterwards: if the
    publication gate refused it, the page would remain live.
    """

    def clean_slug(self) -> str:
        """Raise ValidationError for a slug that is reserved by the parent page or the site."""
        slug = self.cleaned_data["slug"]
        if self.parent_page and (error := reserved_slug_error(slug, self.parent_page)):
            raise ValidationError(error)
        return slug

    def clean(self) -> dict[str, object]:
        """Keep the seconds of unchanged times, which form fields do not display."""
        cleaned = super().clean()
        for name in cleaned.keys() & self.fields.keys():
            stored = self.initial.get(name)
            if isinstance(stored, datetime):
                displayed = stored.replace(second=0, microsecond=0)
                cleaned[name] = stored if cleaned[name] == displayed else cleaned[name]
        return cleaned

    def valid_forms(self, name: str) -> list[ModelForm]:
        """Return the remaining forms of a child formset, or none unless all of them are valid."""
        formset = self.formsets.get(name)
        if not formset or not formset.is_valid():
            return []
        return [form for form in formset.forms if form not in formset.deleted_forms]

    def save(self, commit: bool = True) -> Page:
        """Return the edited page; a new one is not live."""
        if self.instance.pk is None:
            self.instance.live = False
        for formset in self.formsets.values():
            if added := [form for form in formset.extra_forms if form.has_changed()]:
                _match_stored_rows(formset, added, getattr(self.instance, formset.rel_name).all())
        return super().save(commit)


def _match_stored_rows(
    formset: BaseModelFormSet, added: list[ModelForm], stored: Iterable[Model]
) -> None:
    """Let the rows that the form adds update the stored rows with the same unique fields.

    They were stored by another user, or by an autosave whose response was lost, after the form was
    loaded: creating them again would violate a constraint.
    """
    in_form = {form.instance.pk for form in formset.initial_forms}
    unknown = [row for row in stored if row.pk and row.pk not in in_form]
    for constraint in formset.model._meta.constraints:
        fields = [name for name in getattr(constraint, "fields", ()) if name != formset.fk.name]
        if not fields:
            continue
        values = attrgetter(*(formset.model._meta.get_field(name).attname for name in fields))
        keys = {values(row): row.pk for row in unknown}
        for form in added:
            form.instance.pk = form.instance.pk or keys.get(values(form.instance))
