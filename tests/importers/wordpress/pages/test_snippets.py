"""Contributors, topics, venues and organisers are imported beside existing ones."""

import pytest

from contributors.models import Contributor
from events.models import EventPage, Organiser, Venue
from news.models import ArticlePage
from tests.importers.wordpress.exports import author, category, item
from topics.models import Topic


def warnings(report):
    return [text for entry in report["entries"] for _kind, text in entry["warnings"]]


def test_existing_contributor_is_not_changed(import_items):
    own = Contributor.objects.create(name="Ada Byron", biography="<p>Written here.</p>")
    for biography in ("", "From there.", "From there, and longer."):
        import_items(author("ada", "Ada Byron", biography), item(1, "Tides", slug="tides"))
    assert Contributor.objects.get().biography == own.biography
    assert ArticlePage.objects.get().contributions.get().contributor == own


def test_imported_contributor_is_updated_until_edited(import_items):
    import_items(author("ada", "Ada Byron", "One."), item(1, "Tides"))
    import_items(author("ada", "Ada Byron", "Two."), item(1, "Tides"))
    person = Contributor.objects.get()
    assert "Two" in person.biography
    Contributor.objects.update(biography="<p>Mine.</p>")
    import_items(author("ada", "Ada Byron", "Three."), item(1, "Tides"))
    assert Contributor.objects.get().biography == "<p>Mine.</p>"


def test_deleted_contributor_is_not_imported_again(import_items):
    import_items(author("ada", "Ada Byron"), item(1, "Tides"))
    Contributor.objects.all().delete()
    report = import_items(author("ada", "Ada Byron"), item(1, "Tides"), item(2, "Waves"))
    assert report["outcomes"]["post"] == {"unchanged": 1, "created": 1}
    assert "Ada Byron was deleted here and left out of the byline." in warnings(report)
    assert not Contributor.objects.exists()


def mapped(tmp_path, **names):
    table = tmp_path / "map.csv"
    rows = [f"category,{slug},,,topic,{name}" for slug, name in names.items()]
    table.write_text("\n".join(["Taxonomy,Slug,Name,Posts,Becomes,As", *rows]))
    return table


HOUSING = [("category", "housing", "Housing")]
HOMES = [("category", "homes", "Homes")]


@pytest.fixture
def import_two_topics(import_items, tmp_path):
    def import_two(**names):
        import_items(
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


def test_topics_are_split_and_merged_according_to_the_table(import_two_topics):
    assert import_two_topics(housing="Housing", homes="Housing") == {
        "Tides": ["Housing"],
        "Waves": ["Housing"],
    }
    assert import_two_topics(housing="Housing", homes="Homes") == {
        "Tides": ["Housing"],
        "Waves": ["Homes"],
    }
    assert import_two_topics(housing="Homes", homes="Homes") == {
        "Tides": ["Homes"],
        "Waves": ["Homes"],
    }
    assert import_two_topics(housing="Rent", homes="Homes") == {
        "Tides": ["Rent"],
        "Waves": ["Homes"],
    }
    names = sorted(topic.name for topic in Topic.objects.all())
    assert len(set(names)) == len(names)


def test_existing_topic_keeps_its_name(import_two_topics):
    own = Topic.objects.create(name="Housing", slug="housing", description="Ours.")
    import_two_topics(housing="Housing", homes="Homes")
    assert import_two_topics(housing="Dwellings", homes="Homes")["Tides"] == ["Dwellings"]
    own.refresh_from_db()
    assert (own.name, own.description) == ("Housing", "Ours.")


def host(number, kind, name, **meta):
    prefix = {"tribe_venue": "_Venue", "tribe_organizer": "_Organizer"}[kind]
    pairs = [(f"{prefix}{key}", value) for key, value in meta.items()]
    return item(number, name, type=kind, meta=pairs)


def event_at(number, venue):
    meta = [("_EventStartDate", "2019-02-06 10:00:00"), ("_EventVenueID", venue)]
    return item(number, f"Event {number}", type="tribe_events", meta=meta)


def test_venues_of_one_name_in_different_towns_are_separate(import_items):
    import_items(
        host(70, "tribe_venue", "Town Hall", City="Leeds", Address="1 The Headrow"),
        host(71, "tribe_venue", "Town Hall", City="London"),
        host(72, "tribe_venue", "Town hall", City="Leeds"),
        event_at(1, 70),
        event_at(2, 71),
        event_at(3, 72),
    )
    towns = {page.title: page.venue.town for page in EventPage.objects.all()}
    assert towns == {"Event 1": "Leeds", "Event 2": "London", "Event 3": "Leeds"}
    assert Venue.objects.count() == 2


@pytest.mark.parametrize(
    "address", ["https://bad host/", "https://x.example/" + "x" * 3000, "https://[/"]
)
def test_organiser_with_an_invalid_url_is_imported_without_it(import_items, address):
    report = import_items(host(70, "tribe_organizer", "Union", Website=address), item(1, "Tides"))
    assert Organiser.objects.get().url == ""
    assert address in warnings(report)[0]
    assert ArticlePage.objects.exists()
    again = import_items(host(70, "tribe_organizer", "Union", Website=address), item(1, "Tides"))
    assert again["outcomes"]["tribe_organizer"] == {"unchanged": 1}


def test_guest_and_account_with_the_same_login_are_one(import_items):
    guest = item(9, "Ada Byron", "From the guest.", type="guest-author", slug="cap-ada")
    for _run in range(2):
        import_items(
            author("ada", "Ada Byron"),
            guest,
            item(1, "Tides", terms=[("author", "cap-ada", "Ada")]),
        )
    person = Contributor.objects.get()
    assert "From the guest" in person.biography
    import_items(guest, item(2, "Waves", terms=[("author", "cap-bo", "Bo Lee")]))
    assert sorted(Contributor.objects.values_list("name", flat=True)) == ["Ada Byron", "Bo Lee"]


def test_texts_of_venues_and_organisers_without_a_field_are_named(import_items):
    report = import_items(
        item(1, "Hall", '<p>Two <a href="https://hall.example/map">halls</a>.</p>', type="tribe_venue",
             meta=[("_VenuePhone", "029 1"), ("_VenueURL", "hall.example"), ("_VenueCountry", "Wales"),
                   ("_VenueCity", "C" * 130)]),
        item(2, "NEU", "<p>A union.</p>", type="tribe_organizer",
             meta=[("_OrganizerPhone", "029 2"), ("_OrganizerEmail", "neu@neu.example"),
                   ("_OrganizerWebsite", "neu.example/us")]),
        item(3, "ACT", type="tribe_organizer", meta=[("_OrganizerWebsite", "ask at the door")]),
    )  # fmt: skip
    text = " | ".join(warnings(report))
    for lost in ("Two halls.", "https://hall.example/map", "029 1", "hall.example", "Wales",
                 "C" * 11, "A union.", "029 2", "neu@neu.example", "ask at the door"):  # fmt: skip
        assert lost in text
    assert Organiser.objects.get(name="NEU").url == "https://neu.example/us"
    assert Organiser.objects.get(name="ACT").url == ""
