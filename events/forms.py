"""The form with which an event is edited."""

from core.forms import PageForm
from events.recurrence.validation import faults


class EventPageForm(PageForm):
    """A form that says beside each changed date what is wrong with it."""

    def _post_clean(self) -> None:
        """Check the event, and then its changed dates by what the event says now."""
        self.instance.changes_are_checked = True
        super()._post_clean()
        rows = self.rows_of("changes")
        forms = {id(form.instance): form for form in rows if form.has_changed() or form.instance.pk}
        for fault in faults(self.instance, [form.instance for form in forms.values()]):
            forms[id(fault.change)].add_error(fault.field, fault.text)
