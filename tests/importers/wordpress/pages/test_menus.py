"""Menus, sticky posts, galleries and page hierarchies are imported."""

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


def test_menu_items_link_to_what_they_linked_to(import_items, links, site):
    report = import_items(
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
    left_out = [each["title"] for each in report["entries"] if each["kind"] == "nav_menu_item"]
    assert left_out == ["Shop", "Nothing", "Gone"]
    assert Topic.objects.get(slug="cats")


def test_menu_links_to_the_section_that_a_category_became(import_items, links, tmp_path):
    table = tmp_path / "map.csv"
    parts = [
        category("desk", "Desk", 8),
        item(1, "Tides", slug="tides", terms=[("category", "desk", "Desk")]),
        entry(50, "The desk", "taxonomy", object="category", object_id="8"),
    ]
    import_items(*parts, dry_run=True, map=table)
    table.write_text(table.read_text().replace("topic", "section"))
    import_items(*parts, map=table)
    assert links() == [("The desk", "/desk/")]
    assert ArticlePage.objects.get().url == "/desk/tides/"


def pinned(site):
    site.refresh_from_db()
    return [pin["value"]["page"] for pin in site.body.raw_data[0]["value"]["pinned"]]


def test_page_that_an_editor_unpinned_is_not_pinned_again(import_items, site):
    import_items(item(1, "Tides", slug="tides", sticky=True))
    assert pinned(site) == [ArticlePage.objects.get().pk]
    raw = list(site.body.raw_data)
    raw[0]["value"]["pinned"] = []
    site.body = site.body.stream_block.to_python(raw)
    site.save_revision().publish()
    import_items(item(1, "Tides", "Changed", slug="tides", sticky=True))
    assert pinned(site) == []


def test_post_that_became_sticky_later_is_pinned(import_items, site):
    import_items(item(1, "Tides", slug="tides"))
    assert pinned(site) == []
    import_items(item(1, "Tides", slug="tides", sticky=True))
    import_items(item(1, "Tides", "Changed", slug="tides", sticky=True))
    assert pinned(site) == [ArticlePage.objects.get().pk]


def test_gallery_contains_the_images_of_its_post_in_order(import_items, uploads):
    folder = uploads / "2019/05"
    (folder / "nets.jpg").write_bytes((folder / "boats.jpg").read_bytes())
    files = [("boats.jpg", 2), ("nets.jpg", 1), ("minutes.pdf", 0)]
    attached = [
        attachment(7 + at, name, title=name, parent=1, order=order)
        for at, (name, order) in enumerate(files)
    ]
    import_items(item(1, "Tides", "[gallery]", slug="tides"), *attached, media=uploads)
    [block] = ArticlePage.objects.get().body
    assert [each["image"].title for each in block.value["pictures"]] == ["nets.jpg", "boats.jpg"]


def page(number, title, parent=0, **options):
    slug = title.lower()
    return item(number, title, type="page", parent=parent, slug=slug, **options)


def urls():
    return sorted(page.url for page in StandardPage.objects.all())


def test_page_moves_when_its_parent_at_the_source_changes(import_items, client):
    import_items(page(1, "About"), page(2, "Team", 1), page(3, "Board", 2))
    assert urls() == ["/about/", "/about/team/", "/about/team/board/"]
    import_items(page(1, "About", 2), page(2, "Team"), page(3, "Board", 2))
    assert urls() == ["/team/", "/team/about/", "/team/board/"]
    assert client.get("/team/board/").status_code == 200
    assert client.get("/about/team/board/").headers["Location"] == "/team/board/"


def test_page_that_an_editor_moved_is_not_moved_back(import_items, site, admin_user):
    import_items(page(1, "About"), page(2, "Team", 1))
    moved = StandardPage.objects.get(title="Team")
    moved.move(site, pos="last-child", user=admin_user)
    report = import_items(page(1, "About"), page(2, "Team", 1, excerpt="New words"))
    assert urls() == ["/about/", "/team/"]
    assert StandardPage.objects.get(title="Team").summary == "New words"
    assert report["warning_counts"] == {"place": 1}


def test_article_moves_to_the_section_that_its_category_became(import_items, tmp_path):
    table = tmp_path / "map.csv"
    parts = [
        category("desk", "Desk", 8),
        item(1, "Tides", slug="tides", terms=[("category", "desk", "Desk")]),
    ]
    import_items(*parts, dry_run=True, map=table)
    import_items(*parts, map=table)
    assert ArticlePage.objects.get().url == "/news/tides/"
    table.write_text(table.read_text().replace("topic", "section"))
    import_items(*parts, map=table)
    assert ArticlePage.objects.get().url == "/desk/tides/"


def test_pages_in_a_cycle_are_not_moved(import_items):
    import_items(page(1, "About"), page(2, "Team", 1))
    import_items(page(1, "About", 2), page(2, "Team", 1))
    assert urls() == ["/about/", "/about/team/"]


def test_changed_slug_is_reported(import_items):
    report = import_items(page(1, "Search"), item(2, "A", slug="a"), item(3, "B", slug="a"))
    warnings = {each["title"]: each["warnings"] for each in report["entries"] if each["warnings"]}
    assert "search-1" in warnings["Search"][0][1]
    assert "a-2" in warnings["B"][0][1]
    assert set(warnings) == {"Search", "B"}
