"""The editors' form for a form page."""

from django.utils.translation import override
from wagtail.contrib.forms.forms import WagtailAdminFormPageForm
from wagtail.models import Page

from core.forms import PageForm
from core.values.languages import furniture_language

# Added to what was sent, if it was not sent by an autosave.
BY_HAND = "saved_by_hand"


class FormPageForm(PageForm, WagtailAdminFormPageForm):
    """The form for a form page, which gets the usual fields of its kind if it has none.

    Only when it is saved by hand, so that the form is displayed with them next: an autosave would
    add those of the wrong kind without a word.
    """

    def save(self, commit: bool = True) -> Page:
        """Return the edited page."""
        page = super().save(commit)
        if BY_HAND in self.data and not page.form_fields.count():
            locale = (self.parent_page or page).locale
            with override(furniture_language(locale.language_code)):
                page.add_usual_fields()
            page.has_new_fields = True
            if commit:
                page.save()
        return page
