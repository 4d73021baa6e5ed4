"""The editors' form for a form page."""

from django.utils.translation import override
from wagtail.contrib.forms.forms import WagtailAdminFormPageForm
from wagtail.models import Page

from core.forms import PageForm
from core.values.languages import furniture_language


class FormPageForm(PageForm, WagtailAdminFormPageForm):
    """The form for a form page; a new page without fields gets the usual ones of its kind."""

    def save(self, commit: bool = True) -> Page:
        """Return the edited page."""
        is_new = self.instance.pk is None
        page = super().save(commit=False)
        if is_new and not page.form_fields.count():
            with override(furniture_language(self.parent_page.locale.language_code)):
                page.add_usual_fields()
        return super().save(commit) if commit else page
