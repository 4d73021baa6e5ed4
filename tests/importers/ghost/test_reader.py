"""Posts, pages, people, tags and settings of an export become pages and snippets."""

import pytest
from django.utils.timezone import now
from wagtail.models import Page

from contributors.models import Contributor
from core.models import PublicationSettings
from home.models import StandardPage
from news.models import ArticlePage
from tests.importers.ghost.exports import (
    GHOST,
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
from tests.importers.wordpress.import_helpers import snapshot
from topics.models import Topic


def test_import_under_another_address_is_noticed(import_posts, capsys):
    import_posts(post(1))
    assert "imported before" not in capsys.readouterr().err
    import_posts(post(1), options={"url": "https://other.example", "dry_run": True})
    assert "imported before as old.example" in capsys.readouterr().err


def article(slug="tides"):
    return ArticlePage.objects.get(slug=slug)


def warnings(report, kind=None):
    return [
        text
        for entry in report["entries"]
        for name, text in entry["warnings"]
        if kind in (None, name)
    ]


def test_post_becomes_an_article(import_posts, content, client):
    report = import_posts(
        post(1, "Tides & <em>nets</em>", slug="tides", custom_excerpt="High <b> & low", featured=True,
             feature_image=f"{GHOST}/content/images/size/w600/2023/01/boats.jpg",
             published_at="2023-02-01 10:00:00"),
        posts_meta=[{"id": "m", "post_id": f"{1:024x}", "feature_image_alt": "Boats", "feature_image_caption": "By <a href='https://x.example'>X</a>",
                     "meta_title": "Search", "meta_description": "Found", "og_title": "Social"}],
        users=[user(1, "Ada Example", bio="Writes < reads.", website="https://ada.example/", twitter="@ada", profile_image=f"{GHOST}/content/images/ada.jpg"), user(2, "Bo Example")],
        posts_authors=written(1, 2, 1),
        tags=[tag(1, "Ports"), tag(2, "#hidden"), tag(3, "Reviews")],
        posts_tags=tagged(1, 2, 3, 1),
        options={"media": content},
    )  # fmt: skip
    found = article()
    assert found.title == "Tides & <em>nets</em>"
    assert found.standfirst == "High <b> & low"
    assert found.seo_title == "Search"
    assert found.search_description == "Found"
    assert found.published_at.isoformat() == "2023-02-01T10:00:00+00:00"
    assert found.lead_image.title == "boats.jpg"
    assert (found.lead_image_alt, found.lead_image_caption) == ("Boats", "By X")
    assert [str(each.contributor) for each in found.contributions.all()] == [
        "Bo Example",
        "Ada Example",
    ]
    assert found.format == "review"
    assert [each.topic.name for each in found.topic_assignments.all()] == ["Ports"]
    ada = Contributor.objects.get(name="Ada Example")
    assert "Writes &lt; reads." in ada.biography
    assert [(link.value["label"], link.value["url"]) for link in ada.links] == [
        ("ada.example", "https://ada.example/"), ("X", "https://x.com/ada"),
    ]  # fmt: skip
    assert client.get(found.url).status_code == 200
    text = str(report["entries"])
    assert "#hidden (1)" in text
    assert "ada.jpg" in text
    assert "Social" in text
    assert "https://x.example" in text
    assert not Topic.objects.filter(name__startswith="#").exists()


def test_featured_post_is_pinned(import_posts, site):
    import_posts(post(1, featured=1), post(2, "Nets"))
    site.refresh_from_db()
    pinned = site.body.raw_data[0]["value"]["pinned"]
    assert [entry["value"]["page"] for entry in pinned] == [article().pk]


def test_page_becomes_a_standard_page(import_posts, client):
    import_posts(page(1, custom_excerpt="Who we are"), page(2, "Old", type=None, page=True))
    about = StandardPage.objects.get(slug="about")
    assert (about.summary, about.url) == ("Who we are", "/about/")
    assert StandardPage.objects.filter(slug="old").exists()
    assert client.get("/about/").status_code == 200


@pytest.mark.parametrize(
    ("status", "date", "live"),
    [
        ("published", "2023-02-01T10:00:00.000Z", True),
        ("published", 1675245600000, True),
        ("draft", None, False),
        ("scheduled", f"{now().year + 1}-02-01T10:00:00.000Z", False),
        ("sent", "2023-02-01T10:00:00.000Z", False),
        ("unknown", None, False),
    ],
)
def test_states_are_kept(import_posts, status, date, live):
    report = import_posts(post(1, status=status, published_at=date))
    found = article()
    assert found.live == live
    assert bool(found.go_live_at) == (status == "scheduled")
    if live:
        assert found.first_published_at.isoformat() == "2023-02-01T10:00:00+00:00"
    assert bool(warnings(report, "state")) == (status in ("sent", "unknown"))


@pytest.mark.parametrize("visibility", ["members", "paid", "tiers", "anything", 7, ["paid"], {}])
def test_posts_that_were_not_public_are_restricted(import_posts, client, visibility):
    report = import_posts(
        post(1, html="<p>Open</p><!--members-only--><p>Secret</p>", visibility=visibility)
    )
    response = client.get(article().url)
    assert response.status_code == 302
    assert "Secret" in str(article().body.raw_data)
    assert len(warnings(report, "visibility")) == 1


def test_scheduled_post_for_members_is_restricted_once_it_is_published(import_posts):
    later = f"{now().year + 1}-02-01T10:00:00.000Z"
    import_posts(post(1, status="scheduled", visibility="paid", published_at=later))
    assert article().get_view_restrictions().get().restriction_type == "login"


def test_part_for_members_of_a_public_post_is_left_out_and_reported(import_posts, client):
    gated = '<!--kg-gated-block:begin nonMember:{} memberSegment:"status:free" --><p>{}</p><!--kg-gated-block:end-->'
    report = import_posts(
        post(1, html="<p>A</p>" + gated.format("false", "Secret") + gated.format("true", "Open"))
    )
    html = client.get(article().url).content.decode()
    assert "Open" in html
    assert "Secret" not in html
    assert any("Secret" in text for text in warnings(report, "visibility"))


def test_menus_are_imported(import_posts, site):
    menus = {
        "navigation": '[{"label":"Home","url":"/"},{"label":"About","url":"/about/"},{"label":"Ports","url":"__GHOST_URL__/tag/ports/"},{"label":"Join","url":"#/portal/"}]',
        "secondary_navigation": '[{"label":"Else","url":"https://else.example/"}]',
    }
    report = import_posts(
        page(1),
        post(2),
        settings=settings(**menus),
        tags=[tag(1, "Ports")],
        posts_tags=tagged(2, 1),
    )
    found = PublicationSettings.for_site(site.get_site()).menus
    root = site.get_site().root_url
    assert [(link.label, link.page.url if link.page else link.url) for link in found["header"]] == [
        ("Home", "/"), ("About", "/about/"), ("Ports", f"{root}/topics/ports/"),
    ]  # fmt: skip
    assert [(link.label, link.url) for link in found["footer"]] == [
        ("Else", "https://else.example/")
    ]
    assert [entry["title"] for entry in report["entries"] if entry["kind"] == "nav_menu_item"] == [
        "Join"
    ]


def test_secondary_navigation_fills_the_footer(import_posts, site):
    menu = '[{"label":"Else","url":"https://else.example/"}]'
    report = import_posts(post(1), settings=settings(navigation="[]", secondary_navigation=menu))
    found = PublicationSettings.for_site(site.get_site()).menus
    assert [link.label for link in found["footer"]] == ["Else"]
    assert not report["file_errors"]


def site_with_everything():
    return export(
        post(1, html=f'<p><a href="{GHOST}/nets/">Nets</a></p><figure class="kg-card kg-image-card"><img src="{GHOST}/content/images/2023/01/boats.jpg" alt="Boats"></figure>'),
        post(2, "Nets", html='<p><a href="__GHOST_URL__/about/">Us</a></p>'),
        page(3),
        post(4, "Later", status="draft"),
        users=[user(1, "Ada Example", website="https://ada.example")],
        posts_authors=written(1, 1),
        tags=[tag(1, "Ports"), tag(2, "#x")],
        posts_tags=tagged(1, 1, 2),
        settings=settings(navigation='[{"label":"About","url":"/about/"}]'),
        newsletters=[{"id": "n", "name": "Weekly"}],
        products=[{"id": "p", "name": "Gold"}],
    )  # fmt: skip


@pytest.mark.parametrize("url", ["https://old.example", "https://old.example/blog/", ""])
def test_second_run_changes_nothing(run, content, tmp_path, url):
    redirects = write(
        tmp_path / "redirects.json", [{"from": "/a", "to": "/b"}, {"from": "/b", "to": "/nets/"}]
    )
    options = {"media": content, "url": url, "redirects": redirects}
    run(site_with_everything(), **options)
    before = snapshot()
    assert 'linktype="page"' in str(article().body.raw_data)
    assert "image" in [block["type"] for block in article().body.raw_data]
    again = run(site_with_everything(), **options)
    assert snapshot() == before
    for kind in ("post", "page", "attachment", "author", "tag", "redirect", "nav_menu_item"):
        assert set(again["outcomes"][kind]) <= {"unchanged", "left out"}, kind


def test_dry_run_writes_nothing(run, content):
    before = snapshot()
    report = run(site_with_everything(), media=content, dry_run=True)
    assert snapshot() == before
    assert report["outcomes"]["post"] == {"created": 3}


def test_table_decides_what_tags_become(run, tmp_path):
    table = tmp_path / "map.csv"
    run(site_with_everything(), map=table, dry_run=True)
    table.write_text(
        table.read_text().replace("tag,ports,Ports,1,topic", "tag,ports,Ports,1,section")
    )
    run(site_with_everything(), map=table)
    assert article().url == "/ports/tides/"


def test_changed_post_is_updated_and_withdrawn(import_posts, client):
    import_posts(post(1))
    import_posts(post(1, html="<p>Two.</p>", title="Tides"))
    assert "Two." in str(article().body.raw_data)
    import_posts(post(1, html="<p>Two.</p>", status="draft"))
    assert not article().live


def test_metadata_without_a_place_is_reported(import_posts):
    report = import_posts(
        post(1, canonical_url="https://first.example/tides", codeinjection_head="<style>x</style>", feature_image="https://images.example/1.jpg"),
        page(2, canonical_url="https://first.example/about"),
        settings=settings(codeinjection_foot="<script>site()</script>", logo=f"{GHOST}/content/images/logo.png"),
        tags=[tag(1, "Ports", feature_image=f"{GHOST}/content/images/ports.png", description="A < b")],
        posts_tags=tagged(1, 1, 9),
        posts_authors=written(1, 9),
    )  # fmt: skip
    assert article().source_url == "https://first.example/tides"
    assert Topic.objects.get(name="Ports").description == "A < b"
    text = str(report["entries"])
    for lost in (
        "<style>x</style>",
        "https://images.example/1.jpg",
        "https://first.example/about",
        "site()",
        "logo.png",
        "ports.png",
        "Its author",
        "Its tag",
    ):
        assert lost in text, lost


def test_text_after_the_end_of_a_document_in_a_card_is_kept(import_posts):
    import_posts(
        post(
            1,
            html="<p>A</p><!DOCTYPE html><html lang='en'><body><p>B</p></div></body></html><p>C</p><p>&lt;body&gt;</p>",
        )
    )
    text = str(article().body.raw_data)
    for words in ("A", "B", "C", "&lt;body&gt;"):
        assert f"<p>{words}</p>" in text


def test_plain_text_stands_in_for_a_missing_body(import_posts):
    report = import_posts(
        post(1, html="", plaintext="One < two\n\nThree"), post(2, "Nets", html=None)
    )
    assert "<p>One &lt; two</p><p>Three</p>" in str(article().body.raw_data)
    assert not list(article("nets").body.raw_data)
    assert len(warnings(report, "text")) == 1


def test_alternative_text_is_that_of_each_post(import_posts, content):
    image = f"{GHOST}/content/images/2023/01/boats.jpg"
    alts = [
        {"post_id": f"{number:024x}", "feature_image_alt": f"Alt {number}"} for number in (1, 2)
    ]
    import_posts(
        post(1, feature_image=image),
        post(2, "Nets", feature_image=image),
        posts_meta=alts,
        options={"media": content},
    )
    assert [article(slug).lead_image_alt for slug in ("tides", "nets")] == ["Alt 1", "Alt 2"]
    assert article().lead_image == article("nets").lead_image


def test_ids_are_the_same_in_any_order(import_posts):
    import_posts(post(1), post(2, "Nets"))
    pages = set(Page.objects.values_list("pk", flat=True))
    import_posts(post(2, "Nets"), post(1))
    assert set(Page.objects.values_list("pk", flat=True)) == pages
