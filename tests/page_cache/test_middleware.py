"""A page is made once for all its readers, and is never older than what it shows."""

import gzip

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.utils.timezone import now
from wagtail.models import Page, PageViewRestriction

from core.models import PublicationSettings
from news.models import ArticlePage
from tests import factories

pytestmark = pytest.mark.usefixtures("page_cache_on")


@pytest.fixture
def made(monkeypatch):
    """The paths of the pages that were made."""
    found = []
    serve = Page.serve

    def track_write(page, request, *args, **kwargs):
        found.append(request.path)
        return serve(page, request, *args, **kwargs)

    monkeypatch.setattr(Page, "serve", track_write)
    return found


@pytest.fixture
def changing(django_capture_on_commit_callbacks):
    """What is done within is committed at its end, as it is for other connections."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def read(client, address, **headers):
    return client.get(address, headers=headers).content.decode()


def test_page_is_made_once(site_tree, client, made, django_assert_num_queries):
    first = client.get(site_tree.article.url)
    with django_assert_num_queries(1):
        second = client.get(site_tree.article.url)
    assert made == [site_tree.article.url]
    assert first.content == second.content
    assert first.headers == second.headers
    assert "Content-Security-Policy" in second.headers


def test_page_is_kept_compressed_and_sent_so_to_whoever_takes_it(site_tree, client):
    plain = client.get(site_tree.article.url)
    short = client.get(site_tree.article.url, headers={"accept-encoding": "br, gzip"})
    assert short.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(short.content) == plain.content
    assert int(short.headers["Content-Length"]) == len(short.content)
    assert "Content-Encoding" not in plain.headers
    for response in (plain, short):
        assert {"Accept-Encoding", "Cookie"} <= set(response.headers["Vary"].split(", "))


def test_copy_that_is_as_new_is_not_sent_again(site_tree, client, changing):
    first = client.get(site_tree.article.url)
    known = {"if-none-match": first.headers["ETag"]}
    assert client.get(site_tree.article.url, headers=known).status_code == 304
    with changing():
        site_tree.article.title = "Another title"
        site_tree.article.save()
    again = client.get(site_tree.article.url, headers=known)
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


def test_time_of_a_page_tells_it_from_an_earlier_one(site_tree, client, changing, monkeypatch):
    clock = [1_800_000_000.4]
    monkeypatch.setattr("time.time", lambda: clock[0])
    with changing():
        site_tree.article.save()
    clock[0] += 0.2  # Within one second a time tells nothing.
    assert "Last-Modified" not in client.get(site_tree.article.url).headers
    caches["pages"].clear()
    clock[0] += 1
    first = client.get(site_tree.article.url)
    known = {"if-modified-since": first.headers["Last-Modified"]}
    assert client.get(site_tree.article.url, headers=known).status_code == 304
    with changing():
        site_tree.article.save()
    assert client.get(site_tree.article.url, headers=known).status_code == 200


def edit_draft(site_tree):
    site_tree.article.title = "Nobody sees this yet"
    site_tree.article.save_revision()


def test_draft_makes_no_page_anew(site_tree, client, made, changing):
    client.get(site_tree.article.url)
    with changing():
        edit_draft(site_tree)
    assert "Nobody sees" not in read(client, site_tree.article.url)
    assert made == [site_tree.article.url]


def publish(site_tree):
    site_tree.article.title = "What is new"
    site_tree.article.save_revision().publish()


def rename_topic(site_tree):
    site_tree.topic.name = "What is new"
    site_tree.topic.save()


def rename_person(site_tree):
    site_tree.person.name = "What is new"
    site_tree.person.save()


def change_setting(site_tree):
    settings = PublicationSettings.for_site(site_tree.home.get_site())
    settings.name = "What is new"
    settings.save()


def change_by_query(site_tree):
    ArticlePage.objects.filter(pk=site_tree.article.pk).update(title="What is new")


def describe_picture(site_tree):
    site_tree.image.credit = "What is new"
    site_tree.image.save()


@pytest.mark.parametrize(
    "change",
    [publish, rename_topic, rename_person, change_setting, change_by_query, describe_picture],
)
def test_change_shows_in_the_next_request(site_tree, client, changing, change):
    assert "What is new" not in read(client, site_tree.article.url)
    with changing():
        change(site_tree)
    assert "What is new" in read(client, site_tree.article.url)


RENDITION_SPECS = ["/", "/feed/", "/sitemap.xml"]


@pytest.mark.parametrize("page", [*RENDITION_SPECS, "section", "topic", "person"])
def test_publication_shows_wherever_it_is_listed(site_tree, client, changing, page):
    address = {
        "section": site_tree.section.url,
        "topic": site_tree.topic.get_url(),
        "person": site_tree.person.get_url(),
    }.get(page, page)
    before = read(client, address)
    assert "the-newest" not in before
    with changing():
        new = factories.ArticlePageFactory(
            parent=site_tree.section, title="The newest", slug="the-newest", published_at=now()
        )
        factories.attribute(new, site_tree.person)
        factories.assign(new, site_tree.topic)
    assert "the-newest" in read(client, address)
    with changing():
        new.unpublish()
    assert "the-newest" not in read(client, address)


def test_page_that_is_closed_moved_or_deleted_is_gone(site_tree, client, changing):
    address = site_tree.article.url
    client.get(address)
    with changing():
        closed = PageViewRestriction.objects.create(
            page=site_tree.section, restriction_type="login"
        )
    assert client.get(address).status_code == 302
    with changing():
        closed.delete()
    assert client.get(address).status_code == 200
    with changing():
        site_tree.article.move(site_tree.home, pos="last-child")
    assert client.get(address).status_code == 301
    with changing():
        site_tree.article.delete()
    assert client.get(address).status_code in (301, 404)


def test_page_that_expires_is_gone(site_tree, client, changing):
    client.get(site_tree.article.url)
    ArticlePage.objects.filter(pk=site_tree.article.pk).update(expire_at=now())
    with changing():
        call_command("publish_scheduled")
    assert client.get(site_tree.article.url).status_code == 404


def test_what_is_rolled_back_makes_nothing_anew(site_tree, client, made):
    client.get(site_tree.article.url)
    ArticlePage.objects.filter(pk=site_tree.article.pk).update(title="Not committed")
    client.get(site_tree.article.url)
    assert made == [site_tree.article.url]


def test_whoever_is_signed_in_is_answered_anew(site_tree, client, made, editor):
    client.get(site_tree.article.url)
    client.force_login(editor)
    response = client.get(site_tree.article.url)
    assert made == [site_tree.article.url] * 2
    assert "X-Accel-Expires" not in response.headers


def test_page_behind_a_password_is_never_kept(site_tree, client, made):
    PageViewRestriction.objects.create(
        page=site_tree.article, restriction_type="password", password="sesame"
    )
    for _ in range(2):
        response = client.get(site_tree.article.url)
        assert "password" in response.content.decode()
        assert "X-Accel-Expires" not in response.headers
    assert caches["pages"].get(f"making.{site_tree.article.url}") is None


def test_preview_of_a_draft_is_not_kept(site_tree, client, editor, made):
    client.force_login(editor)
    edit_draft(site_tree)
    client.get(f"/admin/pages/{site_tree.article.pk}/view_draft/")
    client.logout()
    assert "Nobody sees" not in read(client, site_tree.article.url)


def test_forms_and_other_methods_pass(site_tree, client, made):
    for _ in range(2):
        client.post(site_tree.article.url)
    assert made == [site_tree.article.url] * 2
    client.head(site_tree.event.url)
    assert client.get(site_tree.event.url).content
    length = client.head(site_tree.event.url).headers["Content-Length"]
    assert int(length) == len(client.get(site_tree.event.url).content)
    assert made[2:] == [site_tree.event.url] * 2


def test_where_a_reader_came_from_is_repeated_by_no_link(site_tree, client):
    html = read(client, f"{site_tree.section.url}?utm_source=letter")
    assert "utm_source" not in html
    assert html == read(client, site_tree.section.url)


def test_lists_are_kept_by_what_is_chosen(site_tree, client):
    all_events = read(client, site_tree.calendar.url)
    assert read(client, f"{site_tree.calendar.url}?free=1") != all_events
    assert read(client, site_tree.calendar.url) == all_events


def test_hosts_are_told_apart(site_tree, client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    first = read(client, "/feed/", host="testserver")
    assert "http://localhost/" in read(client, "/feed/", host="localhost")
    assert read(client, "/feed/", host="testserver") == first
    assert client.get("/feed/", headers={"host": "evil.example"}).status_code == 400


def test_what_is_not_found_is_not_kept(site_tree, client, made):
    assert client.get("/none/").status_code == 404
    with_new = factories.ArticlePageFactory(parent=site_tree.home, title="None", slug="none")
    assert client.get(with_new.url).status_code == 200
