"""The base of every form with which a page is edited."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.urls import URLPattern, get_resolver
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page

# How deep the front page stands in the tree; the addresses below it are those of the site.
FRONT = 2


def reserved_slug_error(slug: str, parent: Page) -> str:
    """Return why no page below `parent` may have this address, or nothing where it may.

    A list has addresses of its own, such as that of its feed, and so has the site, such as that of
    its search; the page would never be seen there.
    """
    routes = getattr(parent.specific_class, "get_subpage_urls", list)()
    if slug in _first_parts(routes):
        return f"“{slug}” is an address of the list itself. Choose another one."
    if parent.depth == FRONT and slug in _first_parts(get_resolver().url_patterns):
        return f"“{slug}” is an address of the site itself. Choose another one."
    return ""


def _first_parts(routes: Iterable[URLPattern]) -> set[str]:
    return {str(route.pattern).lstrip("^").split("/")[0] for route in routes} - {""}


class PageForm(WagtailAdminPageForm):
    """Wagtail's form, in which a new page begins as a draft.

    Wagtail puts a page that is published at once into the tree as public, and publishes it then:
    where that is refused, it would stay public.
    """

    def clean_slug(self) -> str:
        """Refuse an address that the list above the page has for itself."""
        slug = self.cleaned_data["slug"]
        text = reserved_slug_error(slug, self.parent_page) if self.parent_page else ""
        if text:
            raise ValidationError(text)
        return slug

    def clean(self) -> dict[str, object]:
        """Keep the seconds of a time that was not changed: no field of the form shows them."""
        cleaned = super().clean()
        for name in cleaned.keys() & self.fields.keys():
            stored = self.initial.get(name)
            if isinstance(stored, datetime):
                shown = stored.replace(second=0, microsecond=0)
                cleaned[name] = stored if cleaned[name] == shown else cleaned[name]
        return cleaned

    def valid_forms(self, name: str) -> list[ModelForm]:
        """Return the remaining forms of a child formset, or none unless all of them are valid."""
        formset = self.formsets.get(name)
        if not formset or not formset.is_valid():
            return []
        return [form for form in formset.forms if form not in formset.deleted_forms]

    def save(self, commit: bool = True) -> Page:
        """Return the page with what the editor wrote."""
        if self.instance.pk is None:
            self.instance.live = False
        return super().save(commit)
