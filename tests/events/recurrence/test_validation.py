"""The edit form of events: validation errors, the preview of dates, and the programme."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from contributors.models import Contribution
from core.page_checks.required_fields import missing_fields
from events.models import EventPage, Organiser, Venue
from tests import factories

pytestmark = pytest.mark.once

MONDAY = date(2027, 1, 4)
FORMSETS = (
    "event_organisers",
    "contributions",
    "topic_assignments",
    "footnotes",
    "related_links",
    "comments",
)


def posted(changes=(), programme=(), **fields):
    """Return the POST data of the edit form."""
    return nested_form_data(
        {
            "title": "A meeting",
            "slug": "a-meeting",
            "start_date": MONDAY.isoformat(),
            "start_time": "19:00",
            "end_time": "21:00",
            "time_zone": "Europe/London",
            "repeats": "weekly",
            "repeat_every": "1",
            "repeat_count": "10",
            "status": "scheduled",
            "currency": "GBP",
            "body": streamfield([]),
            "programme": streamfield(list(programme)),
            "recordings": streamfield([]),
            "changes": inline_formset(
                [{"date": "", "kind": "cancelled", **change} for change in changes]
            ),
            **{name: inline_formset([]) for name in FORMSETS},
            **fields,
        }
    )


@pytest.fixture
def editing(client, editor, home):
    client.force_login(editor)
    return factories.EventIndexPageFactory(parent=home, title="Events", slug="events")


def create(client, index, **data):
    address = reverse("wagtailadmin_pages:add", args=["events", "eventpage", index.pk])
    return client.post(address, posted(**data))


def errors_of(response):
    """Return the errors of a form by field name."""
    page = BeautifulSoup(response.content, "html.parser")
    found = {}
    for errors in page.select("[data-field-errors]"):
        if errors.get_text(strip=True):
            names = errors.find_parent(attrs={"data-field": True})
            field = names.select_one("[name]")
            found[field["name"]] = errors.get_text(" ", strip=True)
    return found


def test_weekly_event_is_saved(client, editing):
    response = create(client, editing, changes=[{"date": "2027-01-11", "note": "A strike"}])
    page = EventPage.objects.get()
    assert response.status_code == 302
    assert [row.status for row in page.occurrences.order_by("starts_at")][:3] == [
        *("scheduled", "cancelled", "scheduled")
    ]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"end_date": "2027-01-03"}, "end_date", "before the first one"),
        ({"end_time": "18:00"}, "end_time", "ends before it starts"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone", "is no time zone"),
        ({"repeats": ""}, "repeat_count", "Choose how the event repeats"),
        (
            {"repeats": "", "repeat_count": "", "repeat_until": "2028-01-01"},
            "repeat_until",
            "Choose",
        ),
        ({"repeat_until": "2028-01-01"}, "repeat_count", "already has a last day"),
        ({"repeats": "daily", "repeat_count": "30000"}, "repeat_count", "more than 1000 dates"),
        ({"repeat_count": "", "repeat_until": "9999-12-31"}, "repeat_until", "a year"),
        ({"start_date": "9999-12-31", "start_time": "", "end_time": ""}, "start_date", "a year"),
        ({"start_date": "9999-12-31", "repeat_count": ""}, "start_date", "a year"),
        (
            {"repeats": "yearly", "repeat_every": "99", "repeat_count": "81"},
            *("repeat_count", "for centuries"),
        ),
        ({"changes": [{"date": "9999-12-31"}]}, "changes-0-date", "a year"),
        ({"repeat_every": "0"}, "repeat_every", "greater than or equal to 1"),
        (
            {"repeats": "daily", "repeat_count": "", "repeat_until": "2999-12-31"},
            "repeat_until",
            "more than 1000 dates",
        ),
        ({"start_date": "9999-12-31", "repeats": "", "repeat_count": ""}, "start_date", "a year"),
        ({"start_date": "0001-01-01", "repeats": "", "repeat_count": ""}, "start_date", "a year"),
        ({"is_free": "on", "price": "5"}, "price", "free, but has a price"),
        ({"status": "rescheduled"}, "rescheduled_from", "announced before"),
        ({"doors_time": "20:00"}, "doors_time", "after the event starts"),
        ({"changes": [{"date": "2027-01-12"}]}, "changes-0-date", "no date on"),
        ({"changes": [{"date": "2027-01-04", "kind": "extra"}]}, "changes-0-date", "already"),
        ({"changes": [{"date": "2027-01-11", "kind": "moved"}]}, "changes-0-new_date", "Enter"),
        ({"changes": [{"date": "2027-01-11"}] * 2}, "changes-1-date", "in another row"),
    ],
)
def test_error_is_at_its_field_and_nothing_is_saved(client, editing, fields, field, words):
    response = create(client, editing, **fields)
    errors = errors_of(response)
    assert list(errors) == [field]
    assert words in errors[field]
    assert not EventPage.objects.exists()


def test_changes_are_validated_against_the_submitted_event(client, editing):
    create(client, editing, changes=[{"date": "2027-01-11"}])
    page = EventPage.objects.get()
    change = page.changes.get()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    tuesday = {"start_date": "2027-01-05", "slug": page.slug}
    stays = inline_formset(
        [{"id": change.pk, "date": "2027-01-11", "kind": "cancelled"}], initial=1
    )
    response = client.post(address, posted() | nested_form_data({"changes": stays}) | tuesday)
    assert list(errors_of(response)) == ["changes-0-date"]
    goes = inline_formset(
        [{"id": change.pk, "date": "2027-01-11", "kind": "cancelled", "DELETE": "on"}], initial=1
    )
    response = client.post(address, posted() | nested_form_data({"changes": goes}) | tuesday)
    assert response.status_code == 302
    page.refresh_from_db()
    assert not page.get_latest_revision_as_object().changes.count()


def test_next_dates_are_displayed_before_saving(client, editing):
    data = posted(changes=[{"date": "2027-01-11", "note": "A strike"}], title="", repeats="weekly")
    text = client.post(reverse("event_dates"), data).content.decode()
    assert "It takes place every Monday 10 times." in text
    assert "Mon 11 Jan 2027, 7.00pm – 9.00pm – Cancelled (A strike)" in text
    assert not EventPage.objects.exists()
    wrong = client.post(reverse("event_dates"), posted(repeat_until="2028-01-01"))
    assert "The event already has a last day." in wrong.content.decode()
    wrong = client.post(reverse("event_dates"), posted(changes=[{"date": "2027-01-12"}]))
    assert "There is no date on this day." in wrong.content.decode()
    once = client.post(reverse("event_dates"), posted(repeats="", repeat_count=""))
    assert "It takes place once: Mon 4 Jan 2027" in once.content.decode()
    empty = client.post(reverse("event_dates"), posted(start_date=""))
    assert "This field is required." in empty.content.decode()


@pytest.mark.parametrize("data", [{}, {"changes-INITIAL_FORMS": "x"}])
def test_incomplete_form_data_is_refused(client, editing, data):
    whole = posted(changes=[{"date": "2027-01-11"}]) if data else {}
    assert client.post(reverse("event_dates"), whole | data).status_code == 400


def test_next_dates_require_login(client, home):
    assert client.post(reverse("event_dates"), posted()).status_code == 302


def test_preview_displays_the_dates_of_the_draft(client, editing):
    create(client, editing, status_note="It will be loud")
    page = EventPage.objects.get()
    page.repeat_count = 2
    page.save_revision()
    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "Takes place every Monday 2 times" in html
    assert html.count('<time datetime="2027-01-') == 3  # Beside “When”, and in the list.
    assert "calendar/" not in html[html.index("<main") : html.index("</main>")]


def session(**fields):
    value = {"day": "", "start": "10:00", "end": "11:00", "title": "Talk", "description": ""}
    return ("session", {**value, "speakers": inline_speakers(fields.pop("speakers", [])), **fields})


def inline_speakers(speakers):
    data = {"count": str(len(speakers))}
    for number, speaker in enumerate(speakers):
        value = {"contributor": "", "name": "", "affiliation": "", **speaker}
        data[str(number)] = {"value": value, "order": str(number), "deleted": "", "id": ""}
    return data


def test_speaker_becomes_a_contributor_of_the_event(client, editing, home, get):
    factories.ContributorIndexPageFactory(parent=home, title="People", slug="people")
    ada = factories.ContributorFactory(name="Ada Example")
    speakers = [{"contributor": ada.pk}, {"name": "Bo", "affiliation": "UCU"}]
    create(client, editing, programme=[session(speakers=speakers)])
    page = EventPage.objects.get()
    page.get_latest_revision().publish()
    assert Contribution.objects.get(page=page).role == "speaker"
    client.logout()
    assert page.title in get(ada.get_url())
    html = get(page.url)
    assert "Bo (UCU)" in html
    assert html.count(">Ada Example</a>") == 2  # In the byline, and in the session.
    page = EventPage.objects.get()
    page.programme = []
    page.save_revision().publish()
    assert "Ada Example" in get(page.url)  # Only editors remove contributors.


@pytest.mark.parametrize("fields", [{"start": ""}, {"start": "", "end": ""}])
def test_draft_may_have_sessions_without_times(client, editing, fields):
    create(
        client,
        editing,
        programme=[session(**fields)],
        start_date="",
        repeats="",
        repeat_count="",
        start_time="",
        end_time="",
    )
    page = EventPage.objects.get()
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert "Talk" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"end": "09:00"}, "The session ends before it starts."),
    ],
)
def test_invalid_session_is_refused(client, editing, fields, sentence):
    response = create(client, editing, programme=[session(**fields)])
    assert sentence in response.content.decode()
    assert not EventPage.objects.exists()


def test_speaker_needs_a_name_before_publication(client, editing):
    create(client, editing, programme=[session(speakers=[{"affiliation": "UCU"}])])
    draft = EventPage.objects.get().get_latest_revision_as_object()
    assert missing_fields(draft) == [
        "Programme, block 1 (Session), Speakers, number 1, Name: "
        "Choose a contributor or enter a name, but not both."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"latitude": 91, "longitude": 0}, "latitude"),
        ({"latitude": 0, "longitude": -180.5}, "longitude"),
        ({"latitude": 51.5}, "longitude"),
        ({"longitude": 0}, "latitude"),
    ],
)
def test_invalid_coordinates_are_refused(fields, field):
    with pytest.raises(ValidationError) as refusal:
        Venue(name="Hall", **fields).full_clean()
    assert list(refusal.value.message_dict) == [field]


def test_renamed_organiser_redirects_from_its_old_url(editing, get, client):
    page = factories.EventPageFactory(
        parent=editing,
        start_date=date.today() + timedelta(days=3),  # noqa: DTZ011
    )
    factories.host(page, "NEU")
    client.logout()
    organiser = Organiser.objects.get()
    organiser.slug = "education-union"
    organiser.save()
    response = client.get("/events/organiser/neu/")
    assert response.status_code == 301
    assert response.url == "/events/organiser/education-union/"
