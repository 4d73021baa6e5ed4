"""View of the next dates of an event while it is edited."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_POST

from events.models import EventPage

DATE_FIELDS = (
    *("start_date", "start_time", "end_date", "end_time", "time_zone", "doors_time"),
    *("repeats", "repeat_every", "repeat_weekdays", "repeat_until", "repeat_count"),
    *("status", "rescheduled_from"),
)


@require_POST
def show_dates(request: HttpRequest) -> HttpResponse:
    """Render the dates, or the errors, that result from a submitted form. Nothing is saved."""
    form_class = EventPage.get_edit_handler().get_form_class()
    event = EventPage()
    event.is_preview = True
    try:
        form = form_class(request.POST, instance=event, for_user=request.user)
        form.is_valid()
        changes = form.formsets["changes"]
        is_complete = changes.management_form.is_valid()
    except (KeyError, ValueError, ValidationError):
        is_complete = False
    if not is_complete:
        return HttpResponseBadRequest("This is not the form of an event.")
    errors = [
        error for name, found in form.errors.items() if name in DATE_FIELDS for error in found
    ]
    for child in (form for form in changes.forms if form not in changes.deleted_forms):
        errors += [error for found in child.errors.values() for error in found]
    if not errors:
        changes.save(commit=False)
    return render(request, "events/admin/dates.html", {"event": event, "errors": errors})
