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

pytestmark = pytest.mark.usefixtures("keeping")


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


def test_page_is_made_once(tree, client, made, django_assert_num_queries):
    first = client.get(tree.article.url)
    with django_assert_num_queries(1):
        second = client.get(tree.article.url)
    assert made == [tree.article.url]
    assert first.content == second.content
    assert first.headers == second.headers
    assert "Content-Security-Policy" in second.headers


def test_page_is_kept_compressed_and_sent_so_to_whoever_takes_it(tree, client):
    plain = client.get(tree.article.url)
    short = client.get(tree.article.url, headers={"accept-encoding": "br, gzip"})
    assert short.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(short.content) == plain.content
    assert int(short.headers["Content-Length"]) == len(short.content)
    assert "Content-Encoding" not in plain.headers
    for response in (plain, short):
        assert {"Accept-Encoding", "Cookie"} <= set(response.headers["Vary"].split(", "))


def test_copy_that_is_as_new_is_not_sent_again(tree, client, changing):
    first = client.get(tree.article.url)
    known = {"if-none-match": first.headers["ETag"]}
    assert client.get(tree.article.url, headers=known).status_code == 304
    with changing():
        tree.article.title = "Another title"
        tree.article.save()
    again = client.get(tree.article.url, headers=known)
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


def test_time_of_a_page_tells_it_from_an_earlier_one(tree, client, changing, monkeypatch):
    clock = [1_800_000_000.4]
    monkeypatch.setattr("time.time", lambda: clock[0])
    with changing():
        tree.article.save()
    clock[0] += 0.2  # Within one second a time tells nothing.
    assert "Last-Modified" not in client.get(tree.article.url).headers
    caches["pages"].clear()
    clock[0] += 1
    first = client.get(tree.article.url)
    known = {"if-modified-since": first.headers["Last-Modified"]}
    assert client.get(tree.article.url, headers=known).status_code == 304
    with changing():
        tree.article.save()
    assert client.get(tree.article.url, headers=known).status_code == 200


def edit_draft(tree):
    tree.article.title = "Nobody sees this yet"
    tree.article.save_revision()


def test_draft_makes_no_page_anew(tree, client, made, changing):
    client.get(tree.article.url)
    with changing():
        edit_draft(tree)
    assert "Nobody sees" not in read(client, tree.article.url)
    assert made == [tree.article.url]


def publish(tree):
    tree.article.title = "What is new"
    tree.article.save_revision().publish()


def rename_topic(tree):
    tree.topic.name = "What is new"
    tree.topic.save()


def rename_person(tree):
    tree.person.name = "What is new"
    tree.person.save()


def change_setting(tree):
    settings = PublicationSettings.for_site(tree.home.get_site())
    settings.name = "What is new"
    settings.save()


def change_by_query(tree):
    ArticlePage.objects.filter(pk=tree.article.pk).update(title="What is new")


def describe_picture(tree):
    tree.image.credit = "What is new"
    tree.image.save()


@pytest.mark.parametrize(
    "change",
    [publish, rename_topic, rename_person, change_setting, change_by_query, describe_picture],
)
def test_change_shows_in_the_next_request(tree, client, changing, change):
    assert "What is new" not in read(client, tree.article.url)
    with changing():
        change(tree)
    assert "What is new" in read(client, tree.article.url)


RENDITION_SPECS = ["/", "/feed/", "/sitemap.xml"]


@pytest.mark.parametrize("page", [*RENDITION_SPECS, "section", "topic", "person"])
def test_publication_shows_wherever_it_is_listed(tree, client, changing, page):
    address = {
        "section": tree.section.url,
        "topic": tree.topic.get_url(),
        "person": tree.person.get_url(),
    }.get(page, page)
    before = read(client, address)
    assert "the-newest" not in before
    with changing():
        new = factories.ArticlePageFactory(
            parent=tree.section, title="The newest", slug="the-newest", published_at=now()
        )
        factories.attribute(new, tree.person)
        factories.assign(new, tree.topic)
    assert "the-newest" in read(client, address)
    with changing():
        new.unpublish()
    assert "the-newest" not in read(client, address)


def test_page_that_is_closed_moved_or_deleted_is_gone(tree, client, changing):
    address = tree.article.url
    client.get(address)
    with changing():
        closed = PageViewRestriction.objects.create(page=tree.section, restriction_type="login")
    assert client.get(address).status_code == 302
    with changing():
        closed.delete()
    assert client.get(address).status_code == 200
    with changing():
        tree.article.move(tree.home, pos="last-child")
    assert client.get(address).status_code == 301
    with changing():
        tree.article.delete()
    assert client.get(address).status_code in (301, 404)


def test_page_that_expires_is_gone(tree, client, changing):
    client.get(tree.article.url)
    ArticlePage.objects.filter(pk=tree.article.pk).update(expire_at=now())
    with changing():
        call_command("publish_scheduled")
    assert client.get(tree.article.url).status_code == 404


def test_what_is_rolled_back_makes_nothing_anew(tree, client, made):
    client.get(tree.article.url)
    ArticlePage.objects.filter(pk=tree.article.pk).update(title="Not committed")
    client.get(tree.article.url)
    assert made == [tree.article.url]


def test_whoever_is_signed_in_is_answered_anew(tree, client, made, editor):
    client.get(tree.article.url)
    client.force_login(editor)
    response = client.get(tree.article.url)
    assert made == [tree.article.url] * 2
    assert "X-Accel-Expires" not in response.headers


def test_page_behind_a_password_is_never_kept(tree, client, made):
    PageViewRestriction.objects.create(
        page=tree.article, restriction_type="password", password="sesame"
    )
    for _ in range(2):
        response = client.get(tree.article.url)
        assert "password" in response.content.decode()
        assert "X-Accel-Expires" not in response.headers
    assert caches["pages"].get(f"making.{tree.article.url}") is None


def test_preview_of_a_draft_is_not_kept(tree, client, editor, made):
    client.force_login(editor)
    edit_draft(tree)
    client.get(f"/admin/pages/{tree.article.pk}/view_draft/")
    client.logout()
    assert "Nobody sees" not in read(client, tree.article.url)


def test_forms_and_other_methods_pass(tree, client, made):
    for _ in range(2):
        client.post(tree.article.url)
    assert made == [tree.article.url] * 2
    client.head(tree.event.url)
    assert client.get(tree.event.url).content
    length = client.head(tree.event.url).headers["Content-Length"]
    assert int(length) == len(client.get(tree.event.url).content)
    assert made[2:] == [tree.event.url] * 2


def test_where_a_reader_came_from_is_repeated_by_no_link(tree, client):
    html = read(client, f"{tree.section.url}?utm_source=letter")
    assert "utm_source" not in html
    assert html == read(client, tree.section.url)


def test_lists_are_kept_by_what_is_chosen(tree, client):
    all_events = read(client, tree.calendar.url)
    assert read(client, f"{tree.calendar.url}?free=1") != all_events
    assert read(client, tree.calendar.url) == all_events


def test_hosts_are_told_apart(tree, client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    first = read(client, "/feed/", host="testserver")
    assert "http://localhost/" in read(client, "/feed/", host="localhost")
    assert read(client, "/feed/", host="testserver") == first
    assert client.get("/feed/", headers={"host": "evil.example"}).status_code == 400


def test_what_is_not_found_is_not_kept(tree, client, made):
    assert client.get("/none/").status_code == 404
    with_new = factories.ArticlePageFactory(parent=tree.home, title="None", slug="none")
    assert client.get(with_new.url).status_code == 200
