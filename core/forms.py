"""The base of every form with which a page is edited."""

from django.forms import ModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page


class PageForm(WagtailAdminPageForm):
    """Wagtail's form, in which a new page begins as a draft.

    Wagtail puts a page that is published at once into the tree as public, and publishes it then:
    where that is refused, it would stay public.
    """

    def rows_of(self, name: str) -> list[ModelForm]:
        """Return the forms of one kind of row that stay, once each of them is right by itself."""
        formset = self.formsets.get(name)
        if not formset or not formset.is_valid():
            return []
        return [form for form in formset.forms if form not in formset.deleted_forms]

    def save(self, commit: bool = True) -> Page:
        """Return the page with what the editor wrote."""
        if self.instance.pk is None:
            self.instance.live = False
        return super().save(commit)
