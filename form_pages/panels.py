"""The panel that leads from a form to its answers."""

from wagtail.contrib.forms.panels import FormSubmissionsPanel

from form_pages.permissions import VIEW


class AnswersPanel(FormSubmissionsPanel):
    """Wagtail's panel with the number of answers, for those who may read them."""

    class BoundPanel(FormSubmissionsPanel.BoundPanel):
        """The panel of one form."""

        def is_shown(self) -> bool:
            """Return whether there are answers, and the user may read them."""
            return self.request.user.has_perm(VIEW) and bool(super().is_shown())
