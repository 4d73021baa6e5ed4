"""The page cache: each page is rendered once, and never stale."""

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
def rendered(monkeypatch):
    """Return the paths of the pages that were rendered."""
    paths = []
    serve = Page.serve

    def record_path(page, request, *args, **kwargs):
        paths.append(request.path)
        return serve(page, request, *args, **kwargs)

    monkeypatch.setattr(Page, "serve", record_path)
    return paths


@pytest.fixture
def changing(django_capture_on_commit_callbacks):
    """Return a context manager at whose end all changes are committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def read(client, url, **headers):
    return client.get(url, headers=headers).content.decode()


def test_page_is_rendered_once(site_tree, client, rendered, django_assert_num_queries):
    first = client.get(site_tree.article.url)
    with django_assert_num_queries(1):
        second = client.get(site_tree.article.url)
    assert rendered == [site_tree.article.url]
    assert first.content == second.content
    assert first.headers == second.headers
    assert "Content-Security-Policy" in second.headers


def test_page_is_compressed_for_clients_that_accept_it(site_tree, client):
    plain = client.get(site_tree.article.url)
    compressed = client.get(site_tree.article.url, headers={"accept-encoding": "br, gzip"})
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content
    assert int(compressed.headers["Content-Length"]) == len(compressed.content)
    assert "Content-Encoding" not in plain.headers
    for response in (plain, compressed):
        assert {"Accept-Encoding", "Cookie"} <= set(response.headers["Vary"].split(", "))


def test_current_copy_gets_304(site_tree, client, changing):
    first = client.get(site_tree.article.url)
    known = {"if-none-match": first.headers["ETag"]}
    assert client.get(site_tree.article.url, headers=known).status_code == 304
    with changing():
        site_tree.article.title = "Another title"
        site_tree.article.save()
    again = client.get(site_tree.article.url, headers=known)
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


def test_last_modified_distinguishes_versions(site_tree, client, changing, monkeypatch):
    clock = [1_800_000_000.4]
    monkeypatch.setattr("time.time", lambda: clock[0])
    with changing():
        site_tree.article.save()
    clock[0] += 0.2  # HTTP dates have whole seconds.
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
    site_tree.article.title = "An unpublished title"
    site_tree.article.save_revision()


def test_draft_does_not_invalidate_pages(site_tree, client, rendered, changing):
    client.get(site_tree.article.url)
    with changing():
        edit_draft(site_tree)
    assert "An unpublished title" not in read(client, site_tree.article.url)
    assert rendered == [site_tree.article.url]


def publish(site_tree):
    site_tree.article.title = "A new text"
    site_tree.article.save_revision().publish()


def rename_topic(site_tree):
    site_tree.topic.name = "A new text"
    site_tree.topic.save()


def rename_person(site_tree):
    site_tree.person.name = "A new text"
    site_tree.person.save()


def change_setting(site_tree):
    settings = PublicationSettings.for_site(site_tree.home.get_site())
    settings.name = "A new text"
    settings.save()


def change_by_query(site_tree):
    ArticlePage.objects.filter(pk=site_tree.article.pk).update(title="A new text")


def change_image(site_tree):
    site_tree.image.credit = "A new text"
    site_tree.image.save()


@pytest.mark.parametrize(
    "change",
    [publish, rename_topic, rename_person, change_setting, change_by_query, change_image],
)
def test_change_takes_effect_at_once(site_tree, client, changing, change):
    assert "A new text" not in read(client, site_tree.article.url)
    with changing():
        change(site_tree)
    assert "A new text" in read(client, site_tree.article.url)


URLS = ["/", "/feed/", "/sitemap.xml"]


@pytest.mark.parametrize("page", [*URLS, "section", "topic", "person"])
def test_new_article_appears_in_all_listings(site_tree, client, changing, page):
    url = {
        "section": site_tree.section.url,
        "topic": site_tree.topic.get_url(),
        "person": site_tree.person.get_url(),
    }.get(page, page)
    before = read(client, url)
    assert "the-newest" not in before
    with changing():
        new = factories.ArticlePageFactory(
            parent=site_tree.section, title="The newest", slug="the-newest", published_at=now()
        )
        factories.attribute(new, site_tree.person)
        factories.assign(new, site_tree.topic)
    assert "the-newest" in read(client, url)
    with changing():
        new.unpublish()
    assert "the-newest" not in read(client, url)


def test_restricted_moved_and_deleted_pages_are_gone(site_tree, client, changing):
    url = site_tree.article.url
    client.get(url)
    with changing():
        restriction = PageViewRestriction.objects.create(
            page=site_tree.section, restriction_type="login"
        )
    assert client.get(url).status_code == 302
    with changing():
        restriction.delete()
    assert client.get(url).status_code == 200
    with changing():
        site_tree.article.move(site_tree.home, pos="last-child")
    assert client.get(url).status_code == 301
    with changing():
        site_tree.article.delete()
    assert client.get(url).status_code in (301, 404)


def test_expired_page_is_gone(site_tree, client, changing):
    client.get(site_tree.article.url)
    ArticlePage.objects.filter(pk=site_tree.article.pk).update(expire_at=now())
    with changing():
        call_command("publish_scheduled")
    assert client.get(site_tree.article.url).status_code == 404


def test_rollback_does_not_invalidate_pages(site_tree, client, rendered):
    client.get(site_tree.article.url)
    ArticlePage.objects.filter(pk=site_tree.article.pk).update(title="Not committed")
    client.get(site_tree.article.url)
    assert rendered == [site_tree.article.url]


def test_session_bypasses_the_cache(site_tree, client, rendered, editor):
    client.get(site_tree.article.url)
    client.force_login(editor)
    response = client.get(site_tree.article.url)
    assert rendered == [site_tree.article.url] * 2
    assert "X-Accel-Expires" not in response.headers


def test_page_with_a_password_is_not_cached(site_tree, client, rendered):
    PageViewRestriction.objects.create(
        page=site_tree.article, restriction_type="password", password="sesame"
    )
    for _ in range(2):
        response = client.get(site_tree.article.url)
        assert "password" in response.content.decode()
        assert "X-Accel-Expires" not in response.headers
    assert caches["pages"].get(f"making.{site_tree.article.url}") is None


def test_preview_of_a_draft_is_not_cached(site_tree, client, editor, rendered):
    client.force_login(editor)
    edit_draft(site_tree)
    client.get(f"/admin/pages/{site_tree.article.pk}/view_draft/")
    client.logout()
    assert "An unpublished title" not in read(client, site_tree.article.url)


FORM = "application/x-www-form-urlencoded"


def test_other_methods_bypass_the_cache(site_tree, client, rendered):
    for _ in range(2):
        assert client.post(site_tree.form.url, "a=b", content_type=FORM).status_code == 422
        assert client.post(site_tree.article.url, "a=b", content_type=FORM).status_code == 405
    assert "Nothing has been sent yet" not in read(client, site_tree.form.url)
    rendered.clear()
    client.head(site_tree.event.url)
    assert client.get(site_tree.event.url).content
    length = client.head(site_tree.event.url).headers["Content-Length"]
    assert int(length) == len(client.get(site_tree.event.url).content)
    assert rendered == [site_tree.event.url] * 2


def test_tracking_parameters_are_not_repeated_in_links(site_tree, client):
    html = read(client, f"{site_tree.section.url}?utm_source=letter")
    assert "utm_source" not in html
    assert html == read(client, site_tree.section.url)


def test_filtered_listings_are_cached_separately(site_tree, client):
    all_events = read(client, site_tree.calendar.url)
    assert read(client, f"{site_tree.calendar.url}?free=1") != all_events
    assert read(client, site_tree.calendar.url) == all_events


def test_hosts_are_cached_separately(site_tree, client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    first = read(client, "/feed/", host="testserver")
    assert "http://localhost/" in read(client, "/feed/", host="localhost")
    assert read(client, "/feed/", host="testserver") == first
    assert client.get("/feed/", headers={"host": "evil.example"}).status_code == 400


def test_404_is_not_cached(site_tree, client, rendered):
    assert client.get("/none/").status_code == 404
    new = factories.ArticlePageFactory(parent=site_tree.home, title="None", slug="none")
    assert client.get(new.url).status_code == 200
