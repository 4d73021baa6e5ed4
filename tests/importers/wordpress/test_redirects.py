"""URLs of the source site, in the forms that WordPress accepts, are redirected."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from core.models import PublicationSettings
from news.models import ArticlePage
from tests.importers.wordpress.exports import attachment, category, export, item, write
from tests.importers.wordpress.import_helpers import run_import

NEWS = [("category", "cats", "Cats")]


def menu_entry(number, title, url):
    fields = [("type", "custom"), ("object", "custom"), ("url", url)]
    meta = [(f"_menu_item_{name}", value) for name, value in fields]
    terms = [("nav_menu", "main", "Main")]
    return [item(number, title, type="nav_menu_item", order=number, terms=terms, meta=meta)]


def target(client, url):
    response = client.get(url)
    return response.headers.get("Location", response.status_code)


def test_all_urls_that_wordpress_served_are_redirected(import_items, client):
    import_items(
        category("cats", "Cats", 7),
        item(1, "Tides", "One<!--nextpage-->Two<!--nextpage-->Three", slug="tides",
             meta=[("_wp_old_slug", "tide"), ("_wp_old_slug", "waves")], terms=NEWS),
    )  # fmt: skip
    for url in (
        "/2019/05/tides/", "/2019/05/tides", "/2019/05/tides/?utm_source=x", "/2019/05/tides/feed/",
        "/2019/05/tide/", "/2019/05/waves/", "/2019/05/tides/2/", "/2019/05/tides/3/",
        "/?p=1", "/?p=1&utm_source=x", "/?utm_source=x&p=1", "/?fbclid=y&p=1",
    ):  # fmt: skip
        assert target(client, url) == "/news/tides/", url
    for url in ("/category/cats/", "/category/cats/page/2/", "/category/cats/page/12"):
        assert target(client, url) == "/topics/cats/", url
    for url in (
        "/2019/05/tides/4/",
        "/category/dogs/page/2/",
        "/2019/05/none/?p=9",
    ):
        assert target(client, url) == 404, url
    assert target(client, "/?p=9&utm_source=x") == 200
    assert target(client, "/category/cats/feed/") == "/topics/cats/feed/"
    assert client.get("/topics/cats/feed/").status_code == 200
    assert target(client, "/page/2/") == "/archive/"
    assert target(client, "/?s=high+tide") == "/search/?q=high+tide"


def test_feeds_of_sections_and_formats_are_redirected(import_items, client, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(
        "Taxonomy,Slug,Name,Posts,Becomes,As\n"
        "category,cats,Cats,1,section,Cats\ncategory,talks,Talks,1,format,interview\n"
    )
    talks = ("category", "talks", "Talks")
    import_items(
        category("cats", "Cats", 7),
        category("talks", "Talks", 8),
        item(1, "Tides", terms=NEWS),
        item(2, "Waves", terms=[talks]),
        map=table,
    )
    for url, feed in (
        ("/category/cats/feed/", "/cats/feed/"),
        ("/category/talks/feed/", "/formats/interview/feed/"),
    ):
        assert target(client, url) == feed
        assert client.get(feed).status_code == 200


def test_pages_of_plugins_for_events_and_shops_are_redirected(import_items, client, site):
    import_items(
        item(30, "Trades Hall", type="tribe_venue", link="https://old.example/venue/trades-hall/"),
        item(32, "Rally", "<p>Come</p>", type="tribe_events", slug="rally", meta=[("_EventStartDate", "2019-02-06 10:00:00")]),
        item(40, "Tide Tables", "<p>A book.</p>", type="product", slug="tides"),
        item(41, "Shop", "", type="page", slug="shop", link="https://old.example/shop/"),
        *menu_entry(50, "Events", "https://old.example/events/"),
        *menu_entry(51, "Books", "https://old.example/shop/"),
    )  # fmt: skip
    assert target(client, "/venue/trades-hall/") == "/events/"
    assert target(client, "/events/list/") == "/events/"
    assert target(client, "/shop/") == "/books/"
    menu = PublicationSettings.for_site(site.get_site()).header_links
    assert [str(link.value["page"].specific) for link in menu] == ["Events", "Books"]


def test_url_of_a_file_is_redirected_to_the_document(import_items, client, uploads):
    import_items(attachment(8, "minutes.pdf"), media=uploads)
    url = target(client, "/wp-content/uploads/2019/05/minutes.pdf")
    response = client.get(url)
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    response.close()


def test_redirect_does_not_reveal_a_draft(import_items, client):
    import_items(item(3, "Secret merger", status="draft", slug="secret-merger"))
    assert target(client, "/?p=3") == 200
    assert ArticlePage.objects.get().slug == "secret-merger"


def test_redirect_made_by_hand_is_kept(import_items, client, site):
    Redirect.objects.create(old_path="/2019/05/tides", redirect_link="https://else.example/")
    own = Redirect.add_redirect("/2019/05/tides", "https://else.example/", site=site.get_site())
    report = import_items(item(1, "Tides", slug="tides"))
    own.refresh_from_db()
    assert own.link == "https://else.example/"
    assert report["warning_counts"] == {"address": 1}
    assert target(client, "/?p=1") == "/news/tides/"


def other_site(tmp_path, url, *parts):
    text = export(*parts).replace("https://old.example", url)
    return write(tmp_path / "other.xml", [text])


def test_second_site_does_not_change_redirects_of_the_first(import_items, client, tmp_path):
    import_items(item(1, "Ours", slug="ours"))
    run_import(other_site(tmp_path, "https://second.example", item(1, "Theirs", slug="theirs")))
    assert target(client, "/?p=1") == "/news/ours/"
    assert target(client, "/2019/05/theirs/") == "/news/theirs/"
    import_items(item(1, "Ours again", slug="ours"))
    assert target(client, "/?p=1") == "/news/ours/"


@pytest.mark.parametrize(
    "url", ["http://old.example", "https://www.old.example", "http://WWW.old.example/"]
)
def test_site_with_another_scheme_or_www_is_the_same(import_items, tmp_path, url):
    import_items(item(1, "Tides", slug="tides"))
    run_import(other_site(tmp_path, url, item(1, "Tides", slug="tides")))
    assert ArticlePage.objects.count() == 1


def test_site_in_a_folder_is_redirected(import_items, client, tmp_path):
    link = '<p><a href="/blog/2019/05/none/">n</a> <a href="/blog/2019/05/two/">t</a></p>'
    base = "https://blog.example/blog"
    parts = [
        category("cats", "Cats", 7),
        item(1, "One", link, slug="one", link=f"{base}/2019/05/one/", terms=NEWS),
        item(2, "Two", slug="two", link=f"{base}/2019/05/two/"),
    ]
    run_import(other_site(tmp_path, base, *parts))
    for url, to in {
        "/blog/2019/05/one/": "/news/one/",
        "/blog/category/cats/": "/topics/cats/",
        "/blog/feed/rss2/": "/feed/",
        "/blog/?p=1": "/news/one/",
        "/blog/?p=1&utm_source=x": "/news/one/",
    }.items():
        assert target(client, url) == to, url
    text = str(ArticlePage.objects.get(title="One").body.raw_data)
    assert 'href="https://blog.example/blog/2019/05/none/"' in text
    assert 'linktype="page"' in text
