"""The time zone of an event is found by typing, and a wrong one is reported."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from events.models import EventPage
from events.recurrence.timezones import find_zone, zone_choices
from events.widgets import TimeZoneInput
from tests.editing import edit_address
from tests.form_data import page_data


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("london", "Europe/London"),
        ("Europe/London", "Europe/London"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("Nowhere", "Nowhere"),
        ("", ""),
    ],
)
def test_city_names_its_time_zone(typed, found):
    assert find_zone(typed) == found


@given(st.sampled_from([name for name, _label in zone_choices()]))
def test_every_zone_is_what_a_select_sends(name):
    field = forms.ChoiceField(choices=zone_choices)
    data = {"zone": name}
    ours, theirs = TimeZoneInput(), field.widget
    assert ours.value_from_datadict(data, {}, "zone") == theirs.value_from_datadict(
        data, {}, "zone"
    )


def save(client, page, zone):
    html = client.get(edit_address(page)).content.decode()
    data = page_data(html, page)
    assert data["time_zone"] == [page.time_zone]
    return client.post(edit_address(page), data | {"time_zone": zone})


def test_editor_types_a_city(client, weekly, moderator):
    client.force_login(moderator)
    assert save(client, weekly, "new york").status_code == 302
    draft = EventPage.objects.get(pk=weekly.pk).get_latest_revision_as_object()
    assert draft.time_zone == "America/New_York"


@pytest.mark.parametrize("typed", ["Nowhere", "<b>", "Europe/Atlantis"])
def test_wrong_zone_is_reported_and_kept(client, weekly, moderator, typed):
    client.force_login(moderator)
    page = BeautifulSoup(save(client, weekly, typed).content, "html.parser")
    assert page.select_one("[name=time_zone]")["value"] == typed
    assert f"“{typed}” is no time zone." in page.get_text()


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("start_date", "4 January 2027", date(2027, 1, 4)),
        ("start_date", "4 Jan 2027", date(2027, 1, 4)),
        ("start_date", "04.01.2027", date(2027, 1, 4)),
        ("start_date", "2027-01-04", date(2027, 1, 4)),
        ("start_time", "19.30", time(19, 30)),
        ("start_time", "7.30pm", time(19, 30)),
        ("start_time", "7pm", time(19)),
        ("start_time", "19:30", time(19, 30)),
    ],
)
def test_dates_and_times_as_people_write_them(weekly, name, typed, stored):
    form_class = EventPage.get_edit_handler().get_form_class()
    field = form_class(instance=weekly, parent_page=weekly.get_parent()).fields[name]
    assert field.clean(typed) == stored
    with pytest.raises(forms.ValidationError, match="such as"):
        field.clean("at dawn")
