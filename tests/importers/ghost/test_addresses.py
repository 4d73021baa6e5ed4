"""Addresses of the old site lead to where its content is now."""

import json

import pytest
from django.core.management import CommandError
from wagtail.contrib.redirects.models import Redirect

from core.models import PublicationSettings
from importers.ghost.reader import GhostOptions, GhostReader
from importers.ghost.redirects_file import exact_path
from importers.models import ImportedItem
from importers.source.errors import NotAnExportError
from importers.source.item_store import ItemStore
from news.models import ArticlePage
from tests.importers.ghost.exports import (
    GHOST,
    URL,
    export,
    page,
    post,
    settings,
    tag,
    tagged,
    user,
    write,
    written,
)


def target(client, url):
    response = client.get(url)
    return response.headers.get("Location", response.status_code)


def test_all_addresses_that_ghost_served_lead_on(import_posts, client, content):
    import_posts(
        post(1, html=f'<img src="{GHOST}/content/images/size/w1000/2023/01/boats.jpg"><p><a href="{GHOST}/content/files/2023/01/minutes.pdf">M</a></p>'),
        page(2),
        tags=[tag(1, "Ports")],
        posts_tags=tagged(1, 1),
        users=[user(1, "Ada Example")],
        posts_authors=written(1, 1),
        options={"media": content},
    )  # fmt: skip
    for url in ("/tides/", "/tides", "/tides/?ref=x", "/tides/amp/"):
        assert target(client, url) == "/news/tides/", url
    for url in ("/tag/ports/", "/tag/ports/page/2/"):
        assert target(client, url) == "/topics/ports/", url
    for url in ("/author/ada-example/", "/author/ada-example/page/3/"):
        assert target(client, url) == "/people/ada-example/", url
    for url in (
        target(client, "/tag/ports/rss/"),
        target(client, "/author/ada-example/rss/"),
    ):
        assert client.get(url).headers["Content-Type"].startswith("application/xml"), url
    assert target(client, "/rss/") == "/feed/"
    assert target(client, "/about/amp/") == "/about/"
    assert target(client, "/about/") == 200
    picture = target(client, "/content/images/2023/01/boats.jpg")
    assert picture.endswith(".jpg")
    assert "boats" in picture
    assert "minutes" in target(client, "/content/files/2023/01/minutes.pdf")


@pytest.mark.parametrize("url", [URL, ""])
def test_links_within_the_site_lead_to_pages(import_posts, url):
    links = [
        "/nets/",
        "/about/#team",
        "/tag/ports/",
        "/content/files/2023/01/none.pdf",
        "/#/portal/signup",
    ]
    html = "".join(f'<p><a href="{GHOST}{link}">x</a></p>' for link in links)
    report = import_posts(post(1, html=html), post(2, "Nets"), page(3), options={"url": url})
    body = str(ArticlePage.objects.get(slug="tides").body.raw_data)
    assert body.count('linktype="page"') == 2
    assert f'href="{url}/tag/ports/"' in body
    assert f'href="{url}/content/files/2023/01/none.pdf"' in body
    assert "__GHOST" not in body
    assert "portal" not in body
    assert "#/portal/signup" in str(report["entries"])


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/{year}/{month}/{day}/{slug}/", "/2023/02/02/tides/"),  # In the time zone of the site.
        ("/:year/:slug/", "/2023/tides/"),
        ("blog/{primary_tag}/{primary_author}/{slug}", "/blog/ports/ada-example/tides/"),
    ],
)
def test_permalinks_of_the_site_are_an_option(import_posts, client, pattern, path):
    import_posts(
        post(1, published_at="2023-02-01T23:30:00.000Z"),
        post(2, "Nets", html=f'<p><a href="{GHOST}{path}">x</a></p>'),
        users=[user(1, "Ada Example")],
        posts_authors=written(1, 1),
        tags=[tag(1, "Ports")],
        posts_tags=tagged(1, 1),
        options={"permalinks": pattern},
    )
    assert target(client, path) == "/news/tides/"
    assert 'linktype="page"' in str(ArticlePage.objects.get(slug="nets").body.raw_data)


@pytest.mark.parametrize("pattern", ["/{year}/", "/{slug}/{weekday}/"])
def test_wrong_permalinks_are_an_error(import_posts, pattern):
    with pytest.raises(CommandError, match="permalink"):
        import_posts(post(1), options={"permalinks": pattern})
    assert not ImportedItem.objects.exists()


RULES = [
    ("^/old-tides/?$", "/tides/"),
    ("/first", "/second"),
    ("/second", "/old-tides"),
    ("/away/", "https://else.example/a"),
    ("/home", "/"),
    ("/gone", "/nowhere/?a=b"),
    ("/loop", "/loop"),
    ("/tides/", "/about/"),
    ("^/blog/(.*)$", "/$1"),
    ("/ports", "/tag/ports/"),
]


def as_json(path):
    return write(
        path / "redirects.json", [{"from": a, "to": b, "permanent": True} for a, b in RULES]
    )


def as_yaml(path):
    file = path / "redirects.yaml"
    lines = ["# Ghost", "301:", *(f"  {a}: {b}" for a, b in RULES[:5]), "", "302:"]
    file.write_text("\n".join([*lines, *(f"""  "{a}": '{b}'""" for a, b in RULES[5:])]))
    return file


@pytest.mark.parametrize("form", [as_json, as_yaml])
def test_redirects_of_the_site_are_kept(import_posts, client, tmp_path, form):
    tables = {"tags": [tag(1, "Ports")], "posts_tags": tagged(1, 1)}
    options = {"redirects": form(tmp_path)}
    report = import_posts(post(1), page(2), options=options, **tables)
    assert target(client, "/old-tides/") == "/news/tides/"
    assert target(client, "/first") == target(client, "/second") == "/news/tides/"
    assert target(client, "/away/") == "https://else.example/a"
    assert target(client, "/home") == "/"
    assert target(client, "/gone") == "/nowhere?a=b"
    assert target(client, "/tides/") == "/news/tides/"
    assert target(client, "/ports") == "/topics/ports/"
    left = {
        entry["title"]: entry["warnings"][0][1]
        for entry in report["entries"]
        if entry["kind"] == "redirect"
    }
    assert set(left) >= {"/tides/", "^/blog/(.*)$"}
    assert "/$1" in left["^/blog/(.*)$"]
    before = list(Redirect.objects.order_by("pk").values())
    again = import_posts(post(1), page(2), options=options, **tables)
    assert list(Redirect.objects.order_by("pk").values()) == before
    assert set(again["outcomes"]["redirect"]) == {"unchanged", "left out"}


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("/a/", "/a/"),
        ("^/a/?$", "/a"),
        (r"^\/a\-b\/?$", "/a-b"),
        (r"/feed\.xml", "/feed.xml"),
        ("/a?b", ""),
        ("/(a|b)", ""),
        ("/a/*", ""),
        ("a", ""),
    ],
)
def test_path_of_an_expression(source, path):
    assert exact_path(source) == path


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("r.json", "{", "is not JSON"),
        ("r.json", "{}", "no list"),
        ("r.json", '[{"from": "/a"}]', "redirect 1 has no"),
        ("r.json", '["/a"]', "redirect 1 has no"),
        ("r.yaml", "301:\n  - /a\n", "line 2"),
        ("r.json", b"\xff\xfe", "UTF-8"),
    ],
)
def test_broken_file_of_redirects_is_an_error(import_posts, tmp_path, name, text, message):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CommandError, match=message):
        import_posts(post(1), options={"redirects": file})
    with pytest.raises(CommandError, match="cannot be read"):
        import_posts(post(1), options={"redirects": tmp_path / "none.json"})


def test_menu_leads_to_a_redirect_of_the_site(import_posts, site, tmp_path):
    menu = json.dumps([{"label": "Old", "url": "/old-tides/"}])
    import_posts(
        post(1), settings=settings(navigation=menu), options={"redirects": as_json(tmp_path)}
    )
    (link,) = PublicationSettings.for_site(site.get_site()).menus["header"]
    assert link.page.slug == "tides"


def test_address_of_the_site_must_be_complete(run):
    with pytest.raises(CommandError, match="write it as https://"):
        run(export(post(1)), url="old.example")
    with pytest.raises(CommandError, match="Name the old site"):
        run(export(post(1)), url="", fetch_media=True)


def test_files_that_ghost_exports_apart_are_read_with_the_export(site, tmp_path):
    (tmp_path / "redirects.yaml").write_text("301:\n  /old: /post-1/\n", encoding="utf-8")
    (tmp_path / "members.csv").write_text("email,name\nada@example.org,Ada\n", encoding="utf-8")
    files = [tmp_path / "redirects.yaml", tmp_path / "members.csv"]
    with ItemStore() as store:
        reader = GhostReader(store, GhostOptions(URL))
        reader.read([write(tmp_path / "old.json", export(post(1))), *files])
        assert store.count(["redirect"]) == 1
        assert [each.email for each in reader.subscribers] == ["ada@example.org"]
        with pytest.raises(NotAnExportError, match="no export of Ghost"):
            GhostReader(store, GhostOptions(URL)).read(files)
