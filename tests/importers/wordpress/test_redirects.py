"""Addresses of the old site, and of another one, as people still have them."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from news.models import ArticlePage
from tests.importers.wordpress.exports import attachment, category, export, item, write
from tests.importers.wordpress.import_helpers import move_in

NEWS = [("category", "cats", "Cats")]


def target(client, address):
    response = client.get(address)
    return response.headers.get("Location", response.status_code)


def test_addresses_that_wordpress_answered_lead_on(bring, client):
    bring(
        category("cats", "Cats", 7),
        item(1, "Tides", "One<!--nextpage-->Two<!--nextpage-->Three", slug="tides",
             meta=[("_wp_old_slug", "tide"), ("_wp_old_slug", "waves")], terms=NEWS),
    )  # fmt: skip
    for address in (
        "/2019/05/tides/", "/2019/05/tides", "/2019/05/tides/?utm_source=x", "/2019/05/tides/feed/",
        "/2019/05/tide/", "/2019/05/waves/", "/2019/05/tides/2/", "/2019/05/tides/3/",
        "/?p=1", "/?p=1&utm_source=x", "/?utm_source=x&p=1", "/?fbclid=y&p=1",
    ):  # fmt: skip
        assert target(client, address) == "/news/tides/", address
    for address in ("/category/cats/", "/category/cats/page/2/", "/category/cats/page/12"):
        assert target(client, address) == "/topics/cats/", address
    for address in (
        "/2019/05/tides/4/",
        "/category/dogs/page/2/",
        "/page/2/",
        "/2019/05/none/?p=9",
    ):
        assert target(client, address) == 404, address
    assert target(client, "/?p=9&utm_source=x") == 200


def test_file_is_found_where_it_was(bring, client, uploads):
    bring(attachment(8, "minutes.pdf"), media=uploads)
    address = target(client, "/wp-content/uploads/2019/05/minutes.pdf")
    response = client.get(address)
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    response.close()


def test_draft_is_not_told_of_by_its_number(bring, client):
    bring(item(3, "Secret merger", status="draft", slug="secret-merger"))
    assert target(client, "/?p=3") == 200
    assert ArticlePage.objects.get().slug == "secret-merger"


def test_address_that_somebody_leads_elsewhere_stays(bring, client, site):
    Redirect.objects.create(old_path="/2019/05/tides", redirect_link="https://else.example/")
    own = Redirect.add_redirect("/2019/05/tides", "https://else.example/", site=site.get_site())
    report = bring(item(1, "Tides", slug="tides"))
    own.refresh_from_db()
    assert own.link == "https://else.example/"
    assert report["losses"] == {"address": 1}
    assert target(client, "/?p=1") == "/news/tides/"


def other_site(tmp_path, address, *parts):
    text = export(*parts).replace("https://old.example", address)
    return write(tmp_path / "other.xml", [text])


def test_second_site_leaves_the_addresses_of_the_first(bring, client, tmp_path):
    bring(item(1, "Ours", slug="ours"))
    move_in(other_site(tmp_path, "https://second.example", item(1, "Theirs", slug="theirs")))
    assert target(client, "/?p=1") == "/news/ours/"
    assert target(client, "/2019/05/theirs/") == "/news/theirs/"
    bring(item(1, "Ours again", slug="ours"))
    assert target(client, "/?p=1") == "/news/ours/"


@pytest.mark.parametrize(
    "address", ["http://old.example", "https://www.old.example", "http://WWW.old.example/"]
)
def test_site_is_the_same_on_another_scheme(bring, tmp_path, address):
    bring(item(1, "Tides", slug="tides"))
    move_in(other_site(tmp_path, address, item(1, "Tides", slug="tides")))
    assert ArticlePage.objects.count() == 1


def test_site_in_a_folder_is_left_as_it_was(bring, client, tmp_path):
    link = '<p><a href="/blog/2019/05/none/">n</a> <a href="/blog/2019/05/two/">t</a></p>'
    base = "https://blog.example/blog"
    parts = [
        category("cats", "Cats", 7),
        item(1, "One", link, slug="one", link=f"{base}/2019/05/one/", terms=NEWS),
        item(2, "Two", slug="two", link=f"{base}/2019/05/two/"),
    ]
    move_in(other_site(tmp_path, base, *parts))
    for address, to in {
        "/blog/2019/05/one/": "/news/one/",
        "/blog/category/cats/": "/topics/cats/",
        "/blog/feed/rss2/": "/feed/",
        "/blog/?p=1": "/news/one/",
        "/blog/?p=1&utm_source=x": "/news/one/",
    }.items():
        assert target(client, address) == to, address
    text = str(ArticlePage.objects.get(title="One").body.raw_data)
    assert 'href="https://blog.example/blog/2019/05/none/"' in text
    assert 'linktype="page"' in text
