"""The set-up of an empty publication, and of the demo, which can be removed."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from core.models import PublicationSettings
from demo.models import DemoObject
from demo.removal import remove
from home.models import HomePage, StandardPage
from news.models import ArticleIndexPage, ArticlePage
from operations import publication
from operations.first_pages import ACCESSIBILITY, PRIVACY, TESTED
from operations.management.commands import setup as setup_command
from operations.questions import SETTINGS
from site_config.settings.environment import PROJECT
from tests.commands import GOOD, manage
from users.models import User

pytestmark = pytest.mark.once


@pytest.fixture
def variables(tmp_path):
    """The variables of a new site with an empty settings file."""
    (tmp_path / "env").write_text("# settings\nEMAIL_URL=dummymail://")
    return GOOD | {
        "ENV_FILE": str(tmp_path / "env"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "COUNTERS_FILE": str(tmp_path / "counters.sqlite3"),
    }


@pytest.mark.slow
def test_newcomer_gets_an_empty_publication_that_answers(variables, tmp_path):
    result = manage(
        *("setup", "--no-demo", "--no-input", "--name", "Die Werft", "--language", "de"),
        *("--time-zone", "Europe/Berlin", "--username", "ada", "--email", "ada@example.org"),
        **variables,
    )
    assert result.returncode == 0, result.stderr
    assert "Sign in as  ada  password  " in result.stdout
    stored = (tmp_path / "env").read_text()
    assert "EMAIL_URL=dummymail://\nLANGUAGE_CODE=de\nTIME_ZONE=Europe/Berlin\n" in stored
    script = """
from django.test import Client
from wagtail.models import Locale, Page
from users.models import User
client = Client(HTTP_HOST="example.org", headers={"X-Forwarded-Proto": "https"})
for page in Page.objects.live().filter(depth__gt=1):
    print(page.get_url(), client.get(page.get_url()).status_code, page.title)
print(Locale.objects.get().language_code, User.objects.get().is_superuser)
print(client.get("/").content.decode())
"""
    shown = manage("shell", "--verbosity", "0", "-c", script, **variables).stdout
    for line in ("/ 200 Die Werft", "/news/ 200 Nachrichten", "/events/ 200 Veranstaltungen"):
        assert line in shown
    assert "de True" in shown
    assert 'href="/static/css/main.' in shown  # Static files were collected.
    again = manage("setup", "--no-demo", "--no-input", **variables)
    assert "password" not in again.stdout


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--language", "xx"], "xx is not valid. Language, such as en-gb or de."),
        (["--time-zone", "Moon"], "Moon is not valid. Time zone, such as Europe/London."),
    ],
)
def test_answers_are_checked_before_anything_is_made(variables, tmp_path, options, sentence):
    result = manage("setup", "--no-demo", "--no-input", *options, **variables)
    assert result.returncode
    assert result.stderr.strip() == f"CommandError: {sentence}"
    assert (tmp_path / "site.sqlite3").stat().st_size < 10_000  # no tables
    assert "LANGUAGE_CODE" not in (tmp_path / "env").read_text()


def begin(**options):
    out = io.StringIO()
    call_command("setup", "--no-demo", "--no-input", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_publication_has_all_parts(monkeypatch, client):
    monkeypatch.setenv("ADMIN_PASSWORD", "correct-horse-battery-9")
    monkeypatch.setattr(setup_command.Command, "store_settings", lambda *_args: None)
    printed = begin(name="The Paper", username="ada", email="ada@example.org")
    assert "password" not in printed
    user = User.objects.get()
    assert (user.username, user.is_superuser) == ("ada", True)
    assert user.check_password("correct-horse-battery-9")
    home = HomePage.objects.get()
    assert [block.block_type for block in home.body] == ["lead_stories", "events", "books"]
    for section in publication.SECTIONS:
        page = section.model.objects.child_of(home).get()
        assert client.get(page.url).status_code == 200
    assert "The Paper" in client.get("/").content.decode()
    assert 'href="/news/"' in client.get("/").content.decode()
    for first in (PRIVACY, ACCESSIBILITY):
        address = f"/{first.slug}/"
        assert client.get(address).status_code == 404
        assert f'href="{address}"' not in client.get("/").content.decode()
        StandardPage.objects.get(slug=first.slug).save_revision().publish()
        assert f'href="{address}"' in client.get("/").content.decode()
        assert client.get(address).status_code == 200


def test_accessibility_statement_claims_what_journeys_test():
    tests = {
        "axe": "reading::test_every_kind_of_page_is_accessible",
        "keyboard": "comfort::test_keyboard_alone_goes_through_menu_calendar_search_and_video",
        "JavaScript": "reading::test_site_works_without_javascript",
        "320 pixels": "reading::test_no_page_scrolls_sideways_on_a_small_phone",
        "motion": "comfort::test_wishes_of_the_system_are_heard",
        "notes": "comfort::test_note_leads_to_its_place_and_back",
    }
    for claim, (word, test) in zip(TESTED, tests.items(), strict=True):
        assert word in claim
        module, name = test.split("::")
        text = (PROJECT / "tests" / "journeys" / f"test_{module}.py").read_text()
        assert f"def {name}(" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "password"),
    [
        ({"username": "ada", "email": "ada@example.org"}, "short"),
        ({"username": "ada", "email": "nonsense"}, "correct-horse-battery-9"),
        ({"username": "a b", "email": ""}, "correct-horse-battery-9"),
    ],
)
def test_wrong_administrator_is_refused_and_nothing_is_left(monkeypatch, options, password):
    monkeypatch.setenv("ADMIN_PASSWORD", password)
    monkeypatch.setattr(setup_command.Command, "store_settings", lambda *_args: None)
    with pytest.raises(CommandError, match="administrator"):
        begin(**options)
    assert not User.objects.exists()
    assert not ArticleIndexPage.objects.exists()


def test_settings_are_taken_from_variables(monkeypatch):
    assert {question.variable for question in SETTINGS} == {"LANGUAGE_CODE", "TIME_ZONE"}
    text = (PROJECT / "README.md").read_text()
    assert all(f"`{question.variable}`" in text for question in SETTINGS)


@pytest.fixture
def demo(db, settings, monkeypatch):
    """The demo, without renditions."""
    settings.DEMO_PASSWORD = "a-demo-password"
    monkeypatch.setattr(setup_command, "generate_renditions", lambda image: None)
    call_command("setup", "--demo", stdout=io.StringIO())


def counts():
    models = (HomePage, ArticlePage, User, StandardPage, DemoObject)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.slow
@pytest.mark.usefixtures("demo")
class TestRemoval:
    """`remove_demo` removes the demo and nothing else."""

    def test_last_administrator_stays(self):
        before = counts()
        with pytest.raises(CommandError, match="no administrator is left"):
            call_command("remove_demo")
        assert counts() == before

    def test_untouched_demo_leaves_an_empty_publication(self, client):
        User.objects.create_superuser("ada", "ada@example.org", "correct-horse-battery-9")
        call_command("remove_demo", stdout=io.StringIO())
        assert list(User.objects.values_list("username", flat=True)) == ["ada"]
        assert not ArticlePage.objects.exists()
        home = HomePage.objects.get()
        assert home.get_children().count() == len(publication.SECTIONS) + 2
        assert PublicationSettings.objects.get().name == "Masthead"
        assert client.get("/").status_code == 200
        with pytest.raises(CommandError, match="There is no demo content"):
            call_command("remove_demo")

    def test_own_content_stays_and_what_it_uses(self, client):
        ada = User.objects.create_superuser("ada", "ada@example.org", "correct-horse-battery-9")
        editor = User.objects.get(username="editor")
        news = ArticleIndexPage.objects.get(slug="news")
        shown = ArticlePage.objects.exclude(lead_image=None).first()
        own = ArticlePage(title="Mine", slug="mine", lead_image=shown.lead_image, owner=editor)
        news.add_child(instance=own)
        own.save_revision(user=editor).publish()
        changed = ArticlePage.objects.child_of(news).exclude(pk=own.pk).first()
        changed.title += " (2)"
        changed.save_revision(user=ada).publish()
        publication_settings = PublicationSettings.objects.get()
        publication_settings.name = "The Paper"
        publication_settings.save()
        kept = remove()
        assert set(ArticlePage.objects.values_list("pk", flat=True)) == {own.pk, changed.pk}
        assert client.get(own.get_url()).status_code == 200
        own.refresh_from_db()
        assert own.lead_image.file.storage.exists(own.lead_image.file.name)
        editor.refresh_from_db()
        assert (editor.is_active, editor.has_usable_password()) == (False, False)
        assert not User.objects.filter(username__in=["moderator", "administrator"]).exists()
        assert PublicationSettings.objects.get().name == "The Paper"
        assert any("The account editor was used" in sentence for sentence in kept)
        assert any("settings of the publication were changed" in sentence for sentence in kept)
        assert own.last_published_at <= now()


@pytest.mark.django_db
def test_database_of_an_earlier_version_is_refused(monkeypatch):
    monkeypatch.setattr(setup_command, "missing_columns", lambda: ["news_articlepage.title"])
    with pytest.raises(CommandError, match="made by a version before"):
        begin()


@pytest.mark.slow
def test_column_that_is_missing_is_named(small_site):
    """A migration was rewritten after the database was made."""
    drop = "ALTER TABLE editorial_undeliveredmail DROP COLUMN attempts"
    script = f"from django.db import connection; connection.cursor().execute({drop!r})"
    small_site.manage("shell", "-v", "0", "-c", script)
    code, output = small_site.run("setup", "--no-input")
    assert code
    assert "made by a version before 1.0 and cannot be upgraded" in output
    assert "(It has no editorial_undeliveredmail.attempts.)" in output


@pytest.mark.slow
def test_demo_is_not_loaded_into_a_database_that_was_named(variables):
    result = manage("setup", "--no-input", **variables)
    assert result.returncode == 0, result.stderr
    assert "demo" not in result.stdout
