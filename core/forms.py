"""The base of every form with which a page is edited."""

from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page


class PageForm(WagtailAdminPageForm):
    """Wagtail's form, in which a new page begins as a draft.

    Wagtail puts a page that is published at once into the tree as public, and publishes it then:
    where that is refused, it would stay public.
    """

    def save(self, commit: bool = True) -> Page:
        """Return the page with what the editor wrote."""
        if self.instance.pk is None:
            self.instance.live = False
        return super().save(commit)
