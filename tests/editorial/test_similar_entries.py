"""A new entry that resembles an existing one is offered that one first, in every chooser."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from books.models import Bookseller, BookSeries, Imprint
from contributors.models import Contributor
from core.choosers import ANOTHER
from events.models import Organiser, Venue
from tests.access import member
from tests.form_data import form_data
from topics.models import Topic

CHOOSERS = {
    "contributor_chooser": Contributor,
    "topic_chooser": Topic,
    "organiser_chooser": Organiser,
    "venue_chooser": Venue,
    "imprint_chooser": Imprint,
    "book_series_chooser": BookSeries,
}


@pytest.fixture
def create(client, editor):
    client.force_login(editor)

    def post(chooser, name, **data):
        kind = (
            {"kind": CHOOSERS[chooser]._meta.get_field("kind").default} if has_kind(chooser) else {}
        )
        address = reverse(f"{chooser}:create")
        return client.post(address, {"name": name, "town": "Cardiff"} | kind | data).json()

    return post


def has_kind(chooser):
    return any(field.name == "kind" for field in CHOOSERS[chooser]._meta.fields)


@pytest.mark.parametrize("chooser", CHOOSERS)
def test_similar_entry_is_offered_and_chosen(create, chooser):
    model = CHOOSERS[chooser]
    known = model.objects.create(name="Maren Coldwater")
    answer = create(chooser, "Marren Coldwater")
    assert answer["step"] == "reshow_creation_form"
    form = answer["htmlFragment"]
    assert "There is an entry with a similar name." in form
    assert str(known) in form
    assert "None of these: add “Marren Coldwater”" in form
    assert model.objects.count() == 1
    chosen = create(chooser, "Marren Coldwater", existing=str(known.pk))
    assert chosen["step"] == "chosen"
    assert str(chosen["result"]["id"]) == str(known.pk)
    assert model.objects.get().name == "Maren Coldwater"


@pytest.mark.parametrize("chooser", CHOOSERS)
def test_another_entry_can_be_added(create, chooser):
    model = CHOOSERS[chooser]
    model.objects.create(name="Maren Coldwater")
    assert create(chooser, "Marren Coldwater", existing=ANOTHER)["step"] == "chosen"
    assert create(chooser, "Quite Different")["step"] == "chosen"
    assert model.objects.count() == 3


@pytest.mark.parametrize("existing", ["999999", "x", "", "\0", "1 OR 1=1"])
def test_only_an_offered_entry_can_be_chosen(create, existing):
    Contributor.objects.create(name="Maren Coldwater")
    other = Contributor.objects.create(name="Idwal Prysgell")
    for value in (existing, str(other.pk)):
        answer = create("contributor_chooser", "Marren Coldwater", existing=value)
        assert answer["step"] == "reshow_creation_form"
    assert Contributor.objects.count() == 2


def test_user_who_may_not_add_is_refused(client, db):
    venue = Venue.objects.create(name="Lantern Hall")
    client.force_login(member("writer", "Contributors"))
    data = {"name": "Lantern Hal", "town": "Cardiff", "existing": str(venue.pk)}
    assert client.post(reverse("venue_chooser:create"), data).status_code == 302


@pytest.mark.parametrize("model", [*CHOOSERS.values(), Bookseller], ids=lambda each: each.__name__)
def test_form_of_the_directory_displays_similar_entries_first(client, editor, model):
    client.force_login(editor)
    known = model.objects.create(name="Maren Coldwater")
    options = model._meta
    address = reverse(f"{options.app_label}_{options.model_name}_modeladmin_create")
    beside = {"town": "Cardiff", "links-count": "0"}  # The browser's scripts send the count.
    data = form_data(client.get(address)) | beside | {"name": "Marren Coldwater"}
    response = client.post(address, data)
    page = BeautifulSoup(response.content, "html.parser")
    offered = page.select_one(".help-warning a")
    assert offered.get_text() == str(known)
    assert client.get(offered["href"]).status_code == 200
    assert model.objects.count() == 1
    changed = form_data(response) | beside | {"name": "Maren Coldwatter"}
    assert b"help-warning" in client.post(address, changed).content
    assert client.post(address, form_data(response) | beside).status_code == 302
    assert model.objects.filter(name="Marren Coldwater").exists()


@pytest.mark.parametrize("chooser", CHOOSERS)
def test_misspelt_name_is_found_in_the_chooser(client, editor, chooser):
    client.force_login(editor)
    CHOOSERS[chooser].objects.create(name="Maren Coldwater")
    for address in (reverse(f"{chooser}:choose"), reverse(f"{chooser}:choose_results")):
        response = client.get(address, {"q": "Maren Coldwatre"})
        assert response.status_code == 200
        assert "Maren Coldwater" in response.content.decode()
