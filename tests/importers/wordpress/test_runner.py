"""A whole WordPress site is imported, with all that belongs to it."""

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from wagtail.models import Page, PageViewRestriction, Site

from books.models import BookPage
from contributors.models import Contributor
from core.models import PublicationSettings
from documents.models import SiteDocument
from events.models import EventPage
from home.models import StandardPage
from images.models import SiteImage
from news.models import ArticlePage
from tests.importers.wordpress.sample_site import article
from tests.search.search_helpers import titles


def test_posts_become_articles(imported):
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


def test_links_point_to_pages_even_if_these_are_imported_later(imported):
    first, second = article("First & foremost"), ArticlePage.objects.get(slug="second")
    team = StandardPage.objects.get(title="Team")
    text = first.body.raw_data[0]["value"]
    assert f'<a linktype="page" id="{second.pk}">the second</a>' in text
    assert f'<a linktype="page" id="{team.pk}">us</a>' in text
    text = second.body.raw_data[0]["value"]
    assert f'<a linktype="page" id="{first.pk}">link back</a>' in text
    minutes = SiteDocument.objects.get()
    assert f'<a linktype="document" id="{minutes.pk}">minutes</a>' in text


def test_status_and_restrictions_are_kept(imported, client):
    assert not article("Draft").live
    assert article("Draft").latest_revision
    pending = article("Waits")
    assert (pending.live, bool(pending.workflow_in_progress)) == (False, True)
    restricted = {each.page.title: each for each in PageViewRestriction.objects.all()}
    assert set(restricted) == {"Private", "Locked"}
    assert restricted["Private"].restriction_type == "login"
    assert restricted["Locked"].password == "sesame"
    later = article("Later")
    assert not later.live
    assert later.latest_revision.approved_go_live_at == later.go_live_at > now()
    assert not Page.objects.filter(title="Trash").exists()
    assert titles("private") == titles("locked") == []


def test_pages_keep_their_hierarchy(imported):
    team = StandardPage.objects.get(title="Team")
    assert team.get_parent().title == "About"
    assert team.url == "/about/team/"


def test_untitled_post_gets_a_title_from_its_content(imported):
    assert article("It has no title but a long text").slug == "it-has-no-title-but-a-long-text"


@pytest.mark.parametrize(
    ("old_url", "new_url"),
    [
        ("/2019/05/first/", "/news/first/"),
        ("/2019/05/first/feed/", "/news/first/"),
        ("/?p=11", "/news/first/"),
        ("/2020/01/second-2/", "/news/second-2/"),
        ("/?p=13", "/news/second-2/"),
        ("/?page_id=22", "/about/"),
        ("/category/ports/", "/topics/ports/"),
        ("/category/ports/feed/", "/topics/ports/feed/"),
        ("/?cat=3", "/topics/ports/"),
        ("/tag/tides/", "/topics/tides/"),
        ("/?tag=tides", "/topics/tides/"),
        ("/author/ada/", "/people/ada-example/"),
        ("/?author_name=ada", "/people/ada-example/"),
        ("/?author=1", "/people/ada-example/"),
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
def test_old_url_redirects_to_its_page_in_one_hop(imported, client, old_url, new_url):
    response = client.get(old_url)
    assert response.status_code == 301, old_url
    assert response.headers["Location"] == new_url
    assert client.get(new_url).status_code == 200


def test_csv_contains_the_redirects(imported, export_file):
    text = export_file.with_name("report-addresses.csv").read_text(encoding="utf-8-sig")
    assert "/2019/05/first,/news/first/" in text
    assert "/about/team/feed,/about/team/" in text
    assert "/category/ports,/topics/ports/" in text


def test_front_page_with_unknown_queries_is_served(imported, client):
    for url in ("/", "/?utm=1", "/?p=999999", "/?p=x%00", "/?p="):
        assert client.get(url).status_code == 200


def test_events_keep_times_venue_and_recurrence_rule(imported):
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
    all_day = EventPage.objects.get(title="All day")
    assert (all_day.start_time, str(all_day.end_date), all_day.is_free) == (
        None,
        "2019-02-08",
        True,
    )


def test_book_is_read_from_a_line_of_prose(imported):
    book = BookPage.objects.get()
    printed, electronic = book.formats.all()
    assert (printed.isbn, electronic.isbn) == ("9780902869332", "9780902869325")
    assert printed.price_line == "£5, €6, $7"
    assert printed.facts == "88 pages, 178 × 102 mm, November 2022"
    assert [str(place.seller) for place in printed.shops] == ["shop.example"]
    assert "What can be done." in str(book.body.raw_data)
    assert "ISBN" not in str(book.body.raw_data)
    assert "One. Two." in book.contents
    warnings = next(each["warnings"] for each in imported["entries"] if each["kind"] == "product")
    assert {kind for kind, _ in warnings} == {"sku", "price"}


def test_menus_and_sticky_posts_are_imported(imported, site):
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


def test_every_item_is_accounted_for(imported):
    assert imported["unaccounted"] == {}
    assert imported["comments"] == 2
    outcomes = imported["outcomes"]
    assert outcomes["attachment"] == {"created": 2, "left out": 2}
    assert outcomes["post"] == {"created": 9, "left out": 1}
    assert outcomes["wpcf7_contact_form"] == {"left out": 1}
    warnings = {(entry["kind"], entry["title"]): entry["warnings"] for entry in imported["entries"]}
    assert "not imported" in warnings["attachment", "evil.php"][0][1]
    assert warnings["post", "Trash"] == [["left out", "It was in the trash."]]


def test_names_in_standfirsts_are_only_proposed(imported):
    assert imported["proposals"] == {
        "First & foremost": [["Ada Lovelace (The Lantern)", "Ada Lovelace writing in The Lantern."]]
    }
    assert not Contributor.objects.filter(name="Ada Lovelace").exists()


def test_everything_is_found_by_the_search(imported):
    assert titles("foremost") == ["First & foremost"]
    assert "Ecosocialism Not Extinction" in titles("978-0-902869-33-2")
    assert titles("minutes")[0] == "Minutes"
    call_command("check_search", dry_run=True)
