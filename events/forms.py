"""Edit form of events."""

from django.utils.translation import gettext_lazy

from core.forms import PageForm
from events.recurrence.validation import validate_changes


class EventPageForm(PageForm):
    """A page form that displays errors in changed dates beside their fields."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if zone := self.fields.get("time_zone"):
            zone.error_messages["invalid_choice"] = gettext_lazy(
                "“%(value)s” is no time zone. Choose one of the list, such as Europe/London."
            )

    def _post_clean(self) -> None:
        """Validate the event, then its changed dates against the submitted rule."""
        self.instance.changes_are_checked = True
        super()._post_clean()
        rows = self.valid_forms("changes")
        forms = {id(form.instance): form for form in rows if form.has_changed() or form.instance.pk}
        for error in validate_changes(self.instance, [form.instance for form in forms.values()]):
            forms[id(error.change)].add_error(error.field, error.message)
