"""The whole of a WordPress site becomes a site of ours, once."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from wagtail.models import Page, PageViewRestriction, Site

from books.models import BookPage
from contributors.models import Contributor
from core.models import PublicationSettings
from documents.models import SiteDocument
from events.models import EventPage
from home.models import StandardPage
from images.models import SiteImage
from importers.models import ImportedItem
from news.models import ArticleIndexPage, ArticlePage
from tests import factories
from tests.picture_files import drawing, saved
from tests.search.asking import titles
from tests.tree import raw_body
from tests.wordpress.exports import (
    attachment,
    author,
    category,
    export,
    item,
    term,
    write,
)
from tests.wordpress.moving import move_in, snapshot
from topics.models import Topic

OLD = "https://old.example"
RULES = (
    'a:2:{s:5:"rules";a:1:{i:0;a:5:{s:4:"type";s:6:"Custom";s:8:"end-type";s:5:"After";'
    's:9:"end-count";s:1:"5";s:3:"end";N;s:6:"custom";a:3:{s:8:"interval";s:1:"2";'
    's:4:"type";s:6:"Weekly";s:4:"week";a:1:{s:3:"day";a:1:{i:0;s:1:"3";}}}}}s:10:"exclusions";a:0:{}}'
)
LINE = (
    "Ecosocialism Not Extinction by Allan Todd ISBN: 978-0-902869-33-2 (print)"
    "ISBN: 978-0-902869-32-5 (e-book) RRP: £5, €6, $7 (print)Publication date: November 2022 "
    "88 pages; 178x102mm ABOUT THE BOOK What can be done. CONTENTS One. Two."
)


@pytest.fixture
def site(home):
    home.body = raw_body(
        ("lead_stories", {"heading": "News", "source": None, "count": 5, "pinned": []})
    )
    home.save()
    factories.ContributorIndexPageFactory(parent=home, title="People", slug="people")
    factories.TopicIndexPageFactory(parent=home, title="Topics", slug="topics")
    factories.FormatIndexPageFactory(parent=home, title="Formats", slug="formats")
    return home


def parts():
    """Return the parts of an export that has something of everything."""
    later = f"{now() + timedelta(days=30):%Y-%m-%d} 12:00:00"
    tides, interviews = ("post_tag", "tides", "Tides"), ("category", "interviews", "Interviews")
    ports = ("category", "ports", "Ports")
    link = f'<p>See <a href="{OLD}/2019/05/second/">the second</a> and <a href="/about/team/">us</a>.</p>'
    return [
        author("ada", "Ada Example", "Writes <b>here</b>."),
        author("admin", "Admin"),
        category("ports", "Ports", 3),
        category("interviews", "Interviews", 4),
        category("uncategorized", "Uncategorized", 1),
        term("post_tag", "tides", "Tides", 9),
        attachment(7, "boats.jpg", excerpt="At low water", meta=[("_wp_attachment_image_alt", "Boats")], parent=11),
        attachment(8, "minutes.pdf", title="Minutes"),
        attachment(9, "evil.php"),
        attachment(10, "gone.jpg"),
        item(11, "First &amp; foremost", link + f'<figure class="wp-block-image"><img class="wp-image-7" src="{OLD}/wp-content/uploads/2019/05/boats-300x200.jpg"/></figure>', slug="first", excerpt="Ada Lovelace writing in The Lantern.", terms=[ports, tides], meta=[("_thumbnail_id", "7")], comments=2, sticky=True),
        item(12, "Second", f'<p>A <a href="{OLD}/?p=11">link back</a>, <a href="{OLD}/wp-content/uploads/2019/05/minutes.pdf">minutes</a></p>', slug="second", terms=[interviews, ("author", "cap-guest", "Guest Writer"), ("author", "cap-ada", "Ada Example")]),
        item(13, "Second", "<p>Same name</p>", slug="second", link=f"{OLD}/2020/01/second-2/"),
        item(14, "", "<p>It has no title but a long text of many words</p>", slug=""),
        item(15, "Draft", "<p>D</p>", status="draft", slug="", date="0000-00-00 00:00:00"),
        item(16, "Waits", "<p>W</p>", status="pending"),
        item(17, "Private", "<p>P</p>", status="private"),
        item(18, "Locked", "<p>L</p>", password="sesame"),
        item(19, "Later", "<p>F</p>", status="future", date=later),
        item(20, "Trash", "<p>T</p>", status="trash"),
        item(21, "Team", "<p>Team</p>", type="page", parent=22, slug="team", link=f"{OLD}/about/team/"),
        item(22, "About", "<p>About</p>", type="page", slug="about", link=f"{OLD}/about/"),
        item(30, "Trades Hall", type="tribe_venue", meta=[("_VenueAddress", "1 Quay"), ("_VenueCity", "Cardiff"), ("_VenueZip", "CF10"), ("_VenueLat", "51.48"), ("_VenueLng", "-3.17")]),
        item(31, "NEU", type="tribe_organizer", meta=[("_OrganizerWebsite", "https://neu.example")]),
        item(32, "Rally – Rali", "<p>Come</p>", type="tribe_events", slug="rally", link=f"{OLD}/event/rally/", meta=[("_EventStartDate", "2019-02-06 10:00:00"), ("_EventEndDate", "2019-02-06 16:30:00"), ("_EventTimezone", "Europe/London"), ("_EventVenueID", "30"), ("_EventOrganizerID", "31"), ("_EventCost", "5"), ("_EventCurrencySymbol", "£"), ("_EventURL", "https://neu.example/t"), ("_EventRecurrence", RULES)]),
        item(33, "All day", type="tribe_events", meta=[("_EventStartDate", "2019-02-06 00:00:00"), ("_EventEndDate", "2019-02-08 23:59:59"), ("_EventAllDay", "yes"), ("_EventCost", "Free")]),
        item(40, "Ecosocialism Not Extinction", f"<p>{LINE}</p>", type="product", slug="eco", link=f"{OLD}/product/eco/", meta=[("_sku", "ECO-1"), ("_regular_price", "5"), ("_stock_status", "instock"), ("_product_url", "https://shop.example/eco"), ("_thumbnail_id", "7")]),
        item(50, "First", type="nav_menu_item", order=1, terms=[("nav_menu", "main", "Main")], meta=[("_menu_item_type", "post_type"), ("_menu_item_object", "page"), ("_menu_item_object_id", "22")]),
        item(51, "Elsewhere", type="nav_menu_item", order=2, terms=[("nav_menu", "main", "Main")], meta=[("_menu_item_type", "custom"), ("_menu_item_object", "custom"), ("_menu_item_url", "https://x.example/")]),
        item(60, "A form", type="wpcf7_contact_form"),
    ]  # fmt: skip


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "uploads/2019/05"
    folder.mkdir(parents=True)
    (folder / "boats.jpg").write_bytes(saved(drawing()))
    (folder / "minutes.pdf").write_bytes(b"%PDF-1.4 minutes")
    (folder / "evil.php").write_bytes(b"<?php")
    return tmp_path / "uploads"


@pytest.fixture
def old(tmp_path):
    return write(tmp_path / "old.xml", [export(*parts())])


@pytest.fixture
def moved(site, old, uploads):
    return json.loads(move_in(old, media=uploads).read_text())


def article(title):
    return ArticlePage.objects.get(title=title)


def test_posts_are_articles(moved):
    first = article("First & foremost")
    assert first.live
    assert first.get_parent().title == "News"
    assert first.slug == "first"
    assert f"{first.published_at:%Y-%m-%d}" == "2019-05-03"
    assert first.standfirst == "Ada Lovelace writing in The Lantern."
    assert first.credit_line == "By Ada Example"
    assert [topic.name for topic in first.topics] == ["Ports", "Tides"]
    assert (first.lead_image.description, first.lead_image_alt) == ("Boats", "Boats")
    assert first.lead_image_caption == "At low water"
    [image] = [block for block in first.body.raw_data if block["type"] == "image"]
    assert image["value"]["image"]["image"] == SiteImage.objects.get().pk
    second = ArticlePage.objects.get(slug="second")
    assert second.format == "interview"
    assert [str(part.contributor) for part in second.contributions.all()] == [
        "Guest Writer",
        "Ada Example",
    ]


def test_links_lead_to_pages_also_to_those_that_came_later(moved):
    first, second = article("First & foremost"), ArticlePage.objects.get(slug="second")
    team = StandardPage.objects.get(title="Team")
    text = first.body.raw_data[0]["value"]
    assert f'<a linktype="page" id="{second.pk}">the second</a>' in text
    assert f'<a linktype="page" id="{team.pk}">us</a>' in text
    text = second.body.raw_data[0]["value"]
    assert f'<a linktype="page" id="{first.pk}">link back</a>' in text
    minutes = SiteDocument.objects.get()
    assert f'<a linktype="document" id="{minutes.pk}">minutes</a>' in text


def test_states_are_kept(moved, client):
    assert not article("Draft").live
    assert article("Draft").latest_revision
    waits = article("Waits")
    assert (waits.live, bool(waits.workflow_in_progress)) == (False, True)
    closed = {each.page.title: each for each in PageViewRestriction.objects.all()}
    assert set(closed) == {"Private", "Locked"}
    assert closed["Private"].restriction_type == "login"
    assert closed["Locked"].password == "sesame"
    later = article("Later")
    assert not later.live
    assert later.latest_revision.approved_go_live_at == later.go_live_at > now()
    assert not Page.objects.filter(title="Trash").exists()
    assert titles("private") == titles("locked") == []


def test_pages_keep_their_hierarchy(moved):
    team = StandardPage.objects.get(title="Team")
    assert team.get_parent().title == "About"
    assert team.url == "/about/team/"


def test_title_is_made_where_there_is_none(moved):
    assert article("It has no title but a long text").slug == "it-has-no-title-but-a-long-text"


@pytest.mark.parametrize(
    ("old_address", "new_address"),
    [
        ("/2019/05/first/", "/news/first/"),
        ("/2019/05/first/feed/", "/news/first/"),
        ("/?p=11", "/news/first/"),
        ("/2020/01/second-2/", "/news/second-2/"),
        ("/?p=13", "/news/second-2/"),
        ("/?page_id=22", "/about/"),
        ("/category/ports/", "/topics/ports/"),
        ("/category/ports/feed/", "/topics/ports/"),
        ("/?cat=3", "/topics/ports/"),
        ("/tag/tides/", "/topics/tides/"),
        ("/?tag=tides", "/topics/tides/"),
        ("/author/ada/", "/people/ada-example/"),
        ("/category/interviews/", "/formats/interview/"),
        ("/category/uncategorized/", "/archive/"),
        ("/2019/05/", "/archive/2019/5/"),
        ("/2019/05/03/", "/archive/2019/5/3/"),
        ("/feed/rss2/", "/feed/"),
        ("/comments/feed/", "/feed/"),
        ("/?feed=rss2", "/feed/"),
        ("/?attachment_id=7", "/news/first/"),
        ("/event/rally/", "/events/rally/"),
        ("/product/eco/", "/books/eco/"),
        ("/product/eco", "/books/eco/"),
        ("/?post_type=product&p=40", "/books/eco/"),
    ],
)
def test_old_address_leads_to_its_page_in_one_hop(moved, client, old_address, new_address):
    response = client.get(old_address)
    assert response.status_code == 301, old_address
    assert response.headers["Location"] == new_address
    assert client.get(new_address).status_code == 200


def test_front_page_answers_for_itself_with_other_queries(moved, client):
    for address in ("/", "/?utm=1", "/?p=999999", "/?p=x%00", "/?p="):
        assert client.get(address).status_code == 200


def test_events_keep_their_hours_their_place_and_their_rule(moved):
    rally = EventPage.objects.get(slug="rally")
    assert f"{rally.starts_at:%Y-%m-%d %H:%M}" == "2019-02-06 10:00"
    assert (rally.venue.name, rally.venue.town) == ("Trades Hall", "Cardiff")
    assert rally.venue.coordinates == (51.48, -3.17)
    assert rally.organiser_line == "NEU"
    assert (rally.price, rally.currency) == (5, "GBP")
    assert rally.ticket_url == "https://neu.example/t"
    assert rally.rule_sentence
    days = [f"{each.starts_at:%d.%m.}" for each in rally.occurrences.all()]
    assert days == ["06.02.", "20.02.", "06.03.", "20.03.", "03.04."]
    whole = EventPage.objects.get(title="All day")
    assert (whole.start_time, str(whole.end_date), whole.is_free) == (None, "2019-02-08", True)


def test_line_of_prose_becomes_a_book(moved):
    book = BookPage.objects.get()
    printed, electronic = book.formats.all()
    assert (printed.isbn, electronic.isbn) == ("9780902869332", "9780902869325")
    assert printed.price_line == "£5, €6, $7"
    assert printed.facts == "88 pages, 178 × 102 mm, November 2022"
    assert [str(place.seller) for place in printed.shops] == ["shop.example"]
    assert "What can be done." in str(book.body.raw_data)
    assert "ISBN" not in str(book.body.raw_data)
    assert "One. Two." in book.contents
    losses = next(each["losses"] for each in moved["entries"] if each["kind"] == "product")
    assert {kind for kind, _ in losses} == {"sku", "price"}


def test_menus_and_pins_are_taken_over(moved, site):
    settings = PublicationSettings.for_site(Site.objects.get())
    about = StandardPage.objects.get(title="About")
    assert [
        (each["type"], each["value"].get("page")) for each in settings.header_links.raw_data
    ] == [
        ("page", about.pk),
        ("address", None),
    ]
    site.refresh_from_db()
    [pin] = site.body.raw_data[0]["value"]["pinned"]
    assert pin["value"]["page"] == article("First & foremost").pk


def test_every_item_is_accounted_for(moved):
    assert moved["unaccounted"] == {}
    assert moved["comments"] == 2
    outcomes = moved["outcomes"]
    assert outcomes["attachment"] == {"created": 2, "left out": 2}
    assert outcomes["post"] == {"created": 9, "left out": 1}
    assert outcomes["wpcf7_contact_form"] == {"left out": 1}
    told = {(entry["kind"], entry["title"]): entry["losses"] for entry in moved["entries"]}
    assert "not taken" in told["attachment", "evil.php"][0][1]
    assert told["post", "Trash"] == [["left out", "It was in the trash."]]


def test_names_in_standfirsts_are_proposed_and_not_guessed(moved):
    assert moved["proposals"] == {
        "First & foremost": [["Ada Lovelace (The Lantern)", "Ada Lovelace writing in The Lantern."]]
    }
    assert not Contributor.objects.filter(name="Ada Lovelace").exists()


def test_all_is_found_by_the_search(moved):
    assert titles("foremost") == ["First & foremost"]
    assert "Ecosocialism Not Extinction" in titles("978-0-902869-33-2")
    assert titles("minutes")[0] == "Minutes"
    call_command("check_search", dry_run=True)


def test_second_run_changes_nothing(moved, old, uploads):
    before, items = snapshot(), list(ImportedItem.objects.order_by("pk").values())
    again = json.loads(move_in(old, media=uploads).read_text())
    assert snapshot() == before
    assert list(ImportedItem.objects.order_by("pk").values()) == items
    assert again["outcomes"]["post"] == {"unchanged": 9, "left out": 1}
    assert not {"created", "updated"} & {
        name for kind in again["outcomes"].values() for name in kind
    } - ({"created"} if "nav_menu_item" in again["outcomes"] else set())


def changed(*pairs):
    content = export(*parts())
    for before, after in pairs:
        assert before in content
        content = content.replace(before, after)
    return content


def test_third_run_takes_what_changed_there_and_keeps_what_was_edited_here(moved, old, editor):
    mine = article("First & foremost")
    mine.title = "Edited here"
    mine.save_revision(user=editor)
    mine.save()
    old.write_text(changed(("A <a", "Changed there <a"), ("First &amp; foremost", "Changed too")))
    report = json.loads(move_in(old).read_text())
    assert "Changed there" in str(ArticlePage.objects.get(slug="second").body.raw_data)
    assert ArticlePage.objects.get(pk=mine.pk).title == "Edited here"
    assert report["outcomes"]["post"] == {
        "updated": 1,
        "kept as edited here": 1,
        "unchanged": 7,
        "left out": 1,
    }


def test_page_that_was_deleted_here_does_not_come_back(moved, old, uploads):
    article("First & foremost").delete()
    move_in(old, media=uploads)
    assert not ArticlePage.objects.filter(slug="first").exists()


def test_pictures_come_later_where_their_folder_comes_later(site, old, uploads):
    move_in(old)
    assert article("First & foremost").lead_image is None
    assert not SiteImage.objects.exists()
    move_in(old, media=uploads)
    assert article("First & foremost").lead_image.title == "boats.jpg"
    assert "image" in [block["type"] for block in article("First & foremost").body.raw_data]


def test_dry_run_writes_nothing_but_a_report_and_the_table(site, old, uploads, tmp_path):
    before, table = snapshot(), tmp_path / "map.csv"
    report = json.loads(move_in(old, "--dry-run", media=uploads, map=table).read_text())
    assert snapshot() == before
    assert not ImportedItem.objects.exists()
    assert report["is_dry_run"]
    assert report["unaccounted"] == {}
    assert "post_tag,tides,Tides,1,topic,Tides" in table.read_text(encoding="utf-8-sig")


def test_table_says_what_categories_become(site, old, tmp_path):
    table = tmp_path / "map.csv"
    move_in(old, "--dry-run", map=table)
    text = table.read_text(encoding="utf-8-sig")
    text = text.replace("ports,Ports,1,topic,Ports", "ports,Ports,1,section,Theory")
    table.write_text(
        text.replace("post_tag,tides,Tides,1,topic,Tides", "post_tag,tides,Tides,1,nothing,")
    )
    move_in(old, map=table)
    first = article("First & foremost")
    assert first.get_parent().specific == ArticleIndexPage.objects.get(title="Theory")
    assert first.topics == []
    assert not Topic.objects.filter(name="Tides").exists()


@pytest.mark.parametrize(
    ("cell", "words"),
    [("chapter,Ports", "chapter"), ("format,Saga", "there is no format “Saga”")],
)
def test_wrong_cell_of_the_table_is_named(site, old, tmp_path, cell, words):
    table = tmp_path / "map.csv"
    table.write_text(f"Taxonomy,Slug,Becomes,As\ncategory,ports,{cell}\n")
    with pytest.raises(CommandError, match=words):
        move_in(old, map=table)
    assert not ImportedItem.objects.exists()


def test_parts_can_be_brought_alone(site, old):
    move_in(old, only="events")
    assert EventPage.objects.count() == 2
    assert not ArticlePage.objects.exists()
    with pytest.raises(CommandError, match="--only takes"):
        move_in(old, only="comments")


def test_currency_of_the_shop_is_asked_for(site, old):
    old.write_text(changed(("RRP: £5, €6, $7 (print)", "")))
    move_in(old, currency="GBP")
    assert BookPage.objects.get().formats.first().price_line == "£5"


def test_house_rules_hold_for_nobody_who_moves_in_and_for_everybody_after(moved, editor):
    """A picture without a credit stops a publication here, and did not there."""
    first = article("First & foremost")
    assert first.live
    assert first.lead_image.credit == ""


def test_file_that_cannot_be_read_is_said(site, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        move_in(tmp_path / "none.xml")
    with pytest.raises(CommandError, match="is no folder"):
        move_in(write(tmp_path / "a.xml", [export(item(1))]), media=tmp_path / "none")
