"""People, topics and places that come from another site, beside those that are here."""

import pytest

from contributors.models import Contributor
from events.models import EventPage, Organiser, Venue
from news.models import ArticlePage
from tests.importers.wordpress.exports import author, category, item
from topics.models import Topic


def losses(report):
    return [text for entry in report["entries"] for _kind, text in entry["losses"]]


def test_person_who_was_here_before_stays_as_they_are(bring):
    own = Contributor.objects.create(name="Ada Byron", biography="<p>Written here.</p>")
    for biography in ("", "From there.", "From there, and longer."):
        bring(author("ada", "Ada Byron", biography), item(1, "Tides", slug="tides"))
    assert Contributor.objects.get().biography == own.biography
    assert ArticlePage.objects.get().contributions.get().contributor == own


def test_person_who_was_made_here_follows_the_other_site_until_edited(bring):
    bring(author("ada", "Ada Byron", "One."), item(1, "Tides"))
    bring(author("ada", "Ada Byron", "Two."), item(1, "Tides"))
    person = Contributor.objects.get()
    assert "Two" in person.biography
    Contributor.objects.update(biography="<p>Mine.</p>")
    bring(author("ada", "Ada Byron", "Three."), item(1, "Tides"))
    assert Contributor.objects.get().biography == "<p>Mine.</p>"


def test_person_who_was_deleted_here_does_not_come_back(bring):
    bring(author("ada", "Ada Byron"), item(1, "Tides"))
    Contributor.objects.all().delete()
    report = bring(author("ada", "Ada Byron"), item(1, "Tides"), item(2, "Waves"))
    assert report["outcomes"]["post"] == {"unchanged": 1, "created": 1}
    assert "Ada Byron is not here any more; the byline lacks them." in losses(report)
    assert not Contributor.objects.exists()


def mapped(tmp_path, **names):
    table = tmp_path / "map.csv"
    rows = [f"category,{slug},,,topic,{name}" for slug, name in names.items()]
    table.write_text("\n".join(["Taxonomy,Slug,Name,Posts,Becomes,As", *rows]))
    return table


HOUSING = [("category", "housing", "Housing")]
HOMES = [("category", "homes", "Homes")]


@pytest.fixture
def bring_two(bring, tmp_path):
    def import_two(**names):
        bring(
            category("housing", "Housing"),
            category("homes", "Homes"),
            item(1, "Tides", terms=HOUSING),
            item(2, "Waves", terms=HOMES),
            map=mapped(tmp_path, **names),
        )
        return {
            page.title: [topic.topic.name for topic in page.topic_assignments.all()]
            for page in ArticlePage.objects.all()
        }

    return import_two


def test_topics_are_parted_and_joined_as_the_table_says(bring_two):
    assert bring_two(housing="Housing", homes="Housing") == {
        "Tides": ["Housing"],
        "Waves": ["Housing"],
    }
    assert bring_two(housing="Housing", homes="Homes") == {"Tides": ["Housing"], "Waves": ["Homes"]}
    assert bring_two(housing="Homes", homes="Homes") == {"Tides": ["Homes"], "Waves": ["Homes"]}
    assert bring_two(housing="Rent", homes="Homes") == {"Tides": ["Rent"], "Waves": ["Homes"]}
    names = sorted(topic.name for topic in Topic.objects.all())
    assert len(set(names)) == len(names)


def test_topic_that_was_here_before_keeps_its_name(bring_two):
    own = Topic.objects.create(name="Housing", slug="housing", description="Ours.")
    bring_two(housing="Housing", homes="Homes")
    assert bring_two(housing="Dwellings", homes="Homes")["Tides"] == ["Dwellings"]
    own.refresh_from_db()
    assert (own.name, own.description) == ("Housing", "Ours.")


def host(number, kind, name, **meta):
    prefix = {"tribe_venue": "_Venue", "tribe_organizer": "_Organizer"}[kind]
    pairs = [(f"{prefix}{key}", value) for key, value in meta.items()]
    return item(number, name, type=kind, meta=pairs)


def at(number, venue):
    meta = [("_EventStartDate", "2019-02-06 10:00:00"), ("_EventVenueID", venue)]
    return item(number, f"Event {number}", type="tribe_events", meta=meta)


def test_two_halls_of_one_name_are_two(bring):
    bring(
        host(70, "tribe_venue", "Town Hall", City="Leeds", Address="1 The Headrow"),
        host(71, "tribe_venue", "Town Hall", City="London"),
        host(72, "tribe_venue", "Town hall", City="Leeds"),
        at(1, 70),
        at(2, 71),
        at(3, 72),
    )
    towns = {page.title: page.venue.town for page in EventPage.objects.all()}
    assert towns == {"Event 1": "Leeds", "Event 2": "London", "Event 3": "Leeds"}
    assert Venue.objects.count() == 2


@pytest.mark.parametrize(
    "address", ["https://bad host/", "https://x.example/" + "x" * 3000, "https://[/"]
)
def test_organiser_with_a_bad_address_is_taken_without_it(bring, address):
    report = bring(host(70, "tribe_organizer", "Union", Website=address), item(1, "Tides"))
    assert Organiser.objects.get().url == ""
    assert address in losses(report)[0]
    assert ArticlePage.objects.exists()
    again = bring(host(70, "tribe_organizer", "Union", Website=address), item(1, "Tides"))
    assert again["outcomes"]["tribe_organizer"] == {"unchanged": 1}


def test_guest_and_account_of_one_login_are_one(bring):
    guest = item(9, "Ada Byron", "From the guest.", type="guest-author", slug="cap-ada")
    for _run in range(2):
        bring(
            author("ada", "Ada Byron"),
            guest,
            item(1, "Tides", terms=[("author", "cap-ada", "Ada")]),
        )
    person = Contributor.objects.get()
    assert "From the guest" in person.biography
    bring(guest, item(2, "Waves", terms=[("author", "cap-bo", "Bo Lee")]))
    assert sorted(Contributor.objects.values_list("name", flat=True)) == ["Ada Byron", "Bo Lee"]
