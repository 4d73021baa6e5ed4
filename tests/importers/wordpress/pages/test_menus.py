"""Menus and pins of the old site, and what becomes of them here."""

import pytest

from core.models import PublicationSettings
from home.models import StandardPage
from news.models import ArticlePage
from tests.importers.wordpress.exports import attachment, category, item
from topics.models import Topic

OLD = "https://old.example"


def entry(number, title, kind, **meta):
    named = [(f"_menu_item_{key}", value) for key, value in {"type": kind, **meta}.items()]
    menu = [("nav_menu", "main", "Main")]
    return item(number, title, type="nav_menu_item", order=number, terms=menu, meta=named)


def custom(number, title, url):
    return entry(number, title, "custom", object="custom", object_id=str(number), url=url)


@pytest.fixture
def links(site):
    def header():
        settings = PublicationSettings.for_site(site.get_site())
        return [
            (link.label, link.page.url if link.page else link.url)
            for link in settings.menus["header"]
        ]

    return header


def test_entries_of_a_menu_lead_to_what_they_meant(bring, links, site):
    report = bring(
        category("cats", "Cats", 7),
        category("desk", "Desk", 8),
        item(1, "Tides", slug="tides", terms=[("category", "cats", "Cats")]),
        item(2, "About", type="page", slug="about", link=f"{OLD}/about/"),
        entry(50, "Cats", "taxonomy", object="category", object_id="7"),
        entry(51, "", "post_type", object="page", object_id="2"),
        custom(52, "Also about", "/about/#team"),
        custom(53, "Tides", f"{OLD}/2019/05/tides/"),
        custom(54, "Cats again", "/category/cats/"),
        custom(55, "Start", f"{OLD}/"),
        custom(56, "Elsewhere", "https://x.example/"),
        custom(57, "Shop", f"{OLD}/shop/"),
        custom(58, "Nothing", "#"),
        entry(59, "Gone", "taxonomy", object="category", object_id="99"),
    )
    root = site.get_site().root_url
    assert links() == [
        ("Cats", f"{root}/topics/cats/"),
        ("About", "/about/"),
        ("Also about", "/about/"),
        ("Tides", "/news/tides/"),
        ("Cats again", f"{root}/topics/cats/"),
        ("Start", "/"),
        ("Elsewhere", "https://x.example/"),
    ]
    lost = [each["title"] for each in report["entries"] if each["kind"] == "nav_menu_item"]
    assert lost == ["Shop", "Nothing", "Gone"]
    assert Topic.objects.get(slug="cats")


def test_menu_leads_to_the_section_that_a_category_became(bring, links, tmp_path):
    table = tmp_path / "map.csv"
    parts = [
        category("desk", "Desk", 8),
        item(1, "Tides", slug="tides", terms=[("category", "desk", "Desk")]),
        entry(50, "The desk", "taxonomy", object="category", object_id="8"),
    ]
    bring(*parts, dry_run=True, map=table)
    table.write_text(table.read_text().replace("topic", "section"))
    bring(*parts, map=table)
    assert links() == [("The desk", "/desk/")]
    assert ArticlePage.objects.get().url == "/desk/tides/"


def pinned(site):
    site.refresh_from_db()
    return [pin["value"]["page"] for pin in site.body.raw_data[0]["value"]["pinned"]]


def test_what_an_editor_unpinned_stays_so(bring, site):
    bring(item(1, "Tides", slug="tides", sticky=True))
    assert pinned(site) == [ArticlePage.objects.get().pk]
    raw = list(site.body.raw_data)
    raw[0]["value"]["pinned"] = []
    site.body = site.body.stream_block.to_python(raw)
    site.save_revision().publish()
    bring(item(1, "Tides", "Changed", slug="tides", sticky=True))
    assert pinned(site) == []


def test_what_was_made_sticky_since_is_pinned(bring, site):
    bring(item(1, "Tides", slug="tides"))
    assert pinned(site) == []
    bring(item(1, "Tides", slug="tides", sticky=True))
    bring(item(1, "Tides", "Changed", slug="tides", sticky=True))
    assert pinned(site) == [ArticlePage.objects.get().pk]


def test_gallery_shows_what_was_uploaded_to_its_post_in_its_order(bring, uploads):
    folder = uploads / "2019/05"
    (folder / "nets.jpg").write_bytes((folder / "boats.jpg").read_bytes())
    files = [("boats.jpg", 2), ("nets.jpg", 1), ("minutes.pdf", 0)]
    attached = [
        attachment(7 + at, name, title=name, parent=1, order=order)
        for at, (name, order) in enumerate(files)
    ]
    bring(item(1, "Tides", "[gallery]", slug="tides"), *attached, media=uploads)
    [block] = ArticlePage.objects.get().body
    assert [each["image"].title for each in block.value["pictures"]] == ["nets.jpg", "boats.jpg"]


def page(number, title, parent=0, **options):
    slug = title.lower()
    return item(number, title, type="page", parent=parent, slug=slug, **options)


def urls():
    return sorted(page.url for page in StandardPage.objects.all())


def test_page_follows_to_another_place_in_the_old_tree(bring, client):
    bring(page(1, "About"), page(2, "Team", 1), page(3, "Board", 2))
    assert urls() == ["/about/", "/about/team/", "/about/team/board/"]
    bring(page(1, "About", 2), page(2, "Team"), page(3, "Board", 2))
    assert urls() == ["/team/", "/team/about/", "/team/board/"]
    assert client.get("/team/board/").status_code == 200
    assert client.get("/about/team/board/").headers["Location"] == "/team/board/"


def test_page_that_an_editor_moved_stays_there(bring, site, admin_user):
    bring(page(1, "About"), page(2, "Team", 1))
    moved = StandardPage.objects.get(title="Team")
    moved.move(site, pos="last-child", user=admin_user)
    report = bring(page(1, "About"), page(2, "Team", 1, excerpt="New words"))
    assert urls() == ["/about/", "/team/"]
    assert StandardPage.objects.get(title="Team").summary == "New words"
    assert report["losses"] == {"place": 1}


def test_article_follows_to_the_section_that_its_category_became(bring, tmp_path):
    table = tmp_path / "map.csv"
    parts = [
        category("desk", "Desk", 8),
        item(1, "Tides", slug="tides", terms=[("category", "desk", "Desk")]),
    ]
    bring(*parts, dry_run=True, map=table)
    bring(*parts, map=table)
    assert ArticlePage.objects.get().url == "/news/tides/"
    table.write_text(table.read_text().replace("topic", "section"))
    bring(*parts, map=table)
    assert ArticlePage.objects.get().url == "/desk/tides/"


def test_pages_above_each_other_stay_where_they_are(bring):
    bring(page(1, "About"), page(2, "Team", 1))
    bring(page(1, "About", 2), page(2, "Team", 1))
    assert urls() == ["/about/", "/about/team/"]


def test_address_that_had_to_differ_is_told(bring):
    report = bring(page(1, "Search"), item(2, "A", slug="a"), item(3, "B", slug="a"))
    told = {each["title"]: each["losses"] for each in report["entries"] if each["losses"]}
    assert "search-1" in told["Search"][0][1]
    assert "a-2" in told["B"][0][1]
    assert set(told) == {"Search", "B"}
