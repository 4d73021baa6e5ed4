"""Cards of pages without an image are drawn when they are published."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from core.metadata.cards import draw_cards, outdated_pages
from core.models import PublicationSettings
from images.models import SharingCard
from page_cache.after_response import begin, finish
from tests import factories
from tests.access import restrict


@pytest.fixture
def in_request(django_capture_on_commit_callbacks):
    """Return a function that calls another one as in a request."""

    def call(action):
        begin()
        with django_capture_on_commit_callbacks(execute=True):
            result = action()
        with django_capture_on_commit_callbacks(execute=True):
            finish()
        return result

    return call


@pytest.fixture
def article(news, in_request):
    return in_request(lambda: factories.ArticlePageFactory(parent=news, title="Plain"))


def card_of(page):
    return SharingCard.objects.get(page=page).file.name


def test_card_is_drawn_after_publication_and_served(article, client):
    name = card_of(article)
    assert default_storage.exists(name)
    response = client.get(f"/media/{name}")
    assert response.headers["Content-Type"] == "image/png"
    assert "immutable" in response.headers["Cache-Control"]
    response.close()


def test_draft_gets_no_card(news, in_request):
    page = in_request(lambda: factories.ArticlePageFactory(parent=news, live=False))
    in_request(page.save_revision)
    assert not SharingCard.objects.filter(page=page).exists()


def test_changed_title_replaces_the_card(article, in_request):
    former = card_of(article)
    article.title = "Changed"
    in_request(article.save)
    assert card_of(article) != former
    assert not default_storage.exists(former)


def test_page_with_an_image_has_no_card(article, in_request):
    former = card_of(article)
    article.sharing_image = factories.SiteImageFactory()
    in_request(article.save)
    assert not card_of(article)
    assert not default_storage.exists(former)
    assert article.pk not in outdated_pages(100)


def test_cover_is_on_the_card(home, in_request, get):
    catalogue = factories.BookIndexPageFactory(parent=home, title="Books", slug="books")
    cover = factories.SiteImageFactory(file__width=400, file__height=600, file__color="white")
    book = in_request(lambda: factories.BookPageFactory(parent=catalogue, lead_image=cover))
    with default_storage.open(card_of(book)) as file:
        card = Image.open(file).convert("L")
    assert card.getpixel((1000, 300)) > 240
    assert f"/media/{card_of(book)}" in get(book.url)


@pytest.mark.parametrize("action", ["unpublish", "delete", "restrict"])
def test_card_of_a_hidden_page_is_deleted(article, in_request, action):
    name, key = card_of(article), article.pk
    in_request({"restrict": lambda: restrict(article)}.get(action) or getattr(article, action))
    assert not SharingCard.objects.filter(page=key).exists()
    assert not default_storage.exists(name)


def test_command_draws_missing_and_outdated_cards(news, site):
    page = factories.ArticlePageFactory(parent=news, title="Imported")
    call_command("draw_cards")
    first = card_of(page)
    assert not outdated_pages(100)
    publication = PublicationSettings.for_site(site)
    publication.name = "Another"
    publication.save()
    assert page.pk in outdated_pages(100)
    call_command("draw_cards")
    assert card_of(page) != first


def test_worker_draws_cards(news, settings, django_capture_on_commit_callbacks):
    settings.RENDITION_WORKER = True
    settings.TASKS = {
        name: {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
        for name in ("default", "pictures")
    }
    with django_capture_on_commit_callbacks(execute=True):
        page = factories.ArticlePageFactory(parent=news, title="Plain")
    assert card_of(page)


def test_two_pages_with_the_same_card_keep_it(article, news, in_request):
    twin = in_request(lambda: factories.ArticlePageFactory(parent=news, title="Plain", slug="twin"))
    assert card_of(twin) == card_of(article)
    in_request(twin.unpublish)
    assert default_storage.exists(card_of(article))
    draw_cards([article.pk])
