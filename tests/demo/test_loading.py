"""The demo publication is loaded once, completely or not at all."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils.html import strip_tags
from wagtail.models import Site

from books.models import BookFormat, BookPage
from contributors.models import Contributor
from demo import loading
from demo.content_files import PICTURES, articles, read
from events.models import EventPage
from home.models import HomePage
from images.models import SiteImage
from images.rendition_specs import RENDITION_SPECS, RenditionSpec
from news.models import ArticlePage
from users.models import User

pytestmark = pytest.mark.slow

PASSWORD = "a-demo-password"


def count_words(blocks):
    def texts(value):
        if isinstance(value, str):
            yield strip_tags(re.sub(r"</p>|</li>", " ", value))
        elif isinstance(value, dict):
            for part in value.values():
                yield from texts(part)
        elif isinstance(value, list):
            for part in value:
                yield from texts(part)

    return len(" ".join(texts([block["value"] for block in blocks])).split())


def setup(**options):
    out = io.StringIO()
    call_command("setup", demo=options.pop("demo", True), no_input=True, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def small_renditions(monkeypatch):
    """Generate small renditions only, to save time."""
    small = {
        name: RenditionSpec((16,), spec.sizes, spec.ratio) for name, spec in RENDITION_SPECS.items()
    }
    monkeypatch.setattr("images.rendition_specs.FORMATS", ("webp",))
    monkeypatch.setattr("images.rendition_specs.RENDITION_SPECS", small)
    monkeypatch.setattr("images.rendition_cache.RENDITION_SPECS", small)


def test_amount_of_content():
    entries = articles()
    assert len(entries) >= 24
    for entry in entries:
        assert 400 <= count_words(entry["body"]) <= 1200, entry["slug"]
        assert 0 < len(entry["standfirst"]) <= 300, entry["slug"]
    assert len({entry["days_ago"] for entry in entries}) == len(entries)
    assert {entry["section"] for entry in entries} == set(loading.SECTIONS)
    assert len(read("events")) >= 10
    assert len(read("books")) >= 6
    assert len(read("contributors")) >= 8
    assert sum(file.stat().st_size for file in PICTURES.glob("*.webp")) < 1_500_000


def interrupt(monkeypatch):
    """Interrupt a setup, which leaves files but no rows in the database."""

    def stop(self):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loading.DemoSite, "create_articles", stop)
        with pytest.raises(KeyboardInterrupt):
            setup()
    assert loading.is_empty()
    assert not Contributor.objects.exists()


def assert_images_are_stored_once():
    files = default_storage.listdir("original_images")[1]
    paths = {SiteImage().get_upload_to(file.name) for file in PICTURES.glob("*.webp")}
    stems = tuple(Path(path).stem for path in paths)
    # A second file of the same name would have more letters.
    stored = {f"original_images/{file}" for file in files if file.startswith(stems)}
    assert stored == paths
    assert {image.file.name for image in SiteImage.objects.all()} == paths


@pytest.mark.django_db
def test_setup_fills_an_empty_site_once(settings, small_renditions, client, monkeypatch):
    settings.DEMO_PASSWORD = PASSWORD
    interrupt(monkeypatch)
    first = setup()
    assert_images_are_stored_once()
    assert ArticlePage.objects.live().count() >= 24
    assert EventPage.objects.upcoming().count() >= 4
    assert EventPage.objects.past().exists()
    assert EventPage.objects.exclude(second_title="").exists()
    assert BookPage.objects.live().count() >= 6
    assert not ArticlePage.objects.filter(live=False).exists()
    for page in HomePage.objects.get().get_descendants(inclusive=True):
        assert client.get(page.url).status_code == 200, page.url
    assert f"The password of the demo accounts is {PASSWORD}" in first
    assert "Sign in as contributor, editor, moderator, administrator." in first
    for name in ("editor", "moderator", "administrator"):
        assert User.objects.get(username=name).check_password(PASSWORD)
    for edition in BookFormat.objects.all():
        edition.full_clean()
    for page in [*EventPage.objects.all(), *BookPage.objects.all(), *ArticlePage.objects.all()]:
        page.full_clean()

    site = Site.objects.get()
    assert (site.hostname, site.port) == ("localhost", 80)
    settings.BASE_URL, settings.HTTPS = "https://example.org", True
    before = HomePage.objects.get().get_descendants().count(), SiteImage.objects.count()
    second = setup()
    assert "Loading" not in second
    assert PASSWORD not in second
    assert "Their password is DEMO_PASSWORD" in second
    after = HomePage.objects.get().get_descendants().count(), SiteImage.objects.count()
    assert before == after
    site.refresh_from_db()
    assert (site.hostname, site.port) == ("example.org", 443)

    User.objects.get(username="editor").set_password("changed")
    for user in User.objects.all():
        user.set_password("changed")
        user.save()
    assert "Sign in as" not in setup()


@pytest.mark.django_db
def test_site_with_a_user_is_not_empty():
    User.objects.create_user("ada")
    assert not loading.is_empty()
