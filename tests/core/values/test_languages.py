"""Translations: catalogues are complete, and pages are rendered in their own language."""

import re
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_AP, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext, trans_real
from django.utils.translation.template import templatize
from wagtail.models import Locale, Page

from core.values.languages import joined
from site_config.settings.environment import PROJECT
from tests import factories
from tests.site_tree import raw_body

ENGLISH = PROJECT / "locale/en/LC_MESSAGES/django.po"  # has Wagtail's words for editors alone
CATALOGUES = sorted(set(PROJECT.glob("locale/*/LC_MESSAGES/django.po")) - {ENGLISH})
LANGUAGES = [path.parts[-3] for path in CATALOGUES]
# A call of gettext in what Django makes of a template.
CALL = re.compile(r"""(?:\b_|\bn?p?gettext)\(.*?['"](?:, count)?\)""")
FIELD = re.compile(r"%\(\w+\)s|\{\w+\}")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# Folders of templates for editors, which need not be translated.
EDITORS = {"account", "accounts", "admin", "allauth", "editorial", "importers", "usersessions"}
EDITORS |= {"mfa", "operations", "wagtailadmin"}
# Text in a template for readers that is not marked for translation.
UNMARKED = re.compile(r">\s*([A-Z][a-z]+ [a-z]+[^<{]*)<")


# Titles and texts of the test site that are also msgids.
TITLES = {"Front page", "News", "Events", "Books", "People", "Topics", "Formats", "Corrections"}
TITLES |= {"Letters"}
TITLES |= {"Privacy policy", "Your name", "Your email address", "Your message"}
TITLES |= {"You may keep my message to answer it."}
with translation.override(None):
    CALENDAR = (MONTHS, MONTHS_3, MONTHS_AP, WEEKDAYS, WEEKDAYS_ABBR)
    DJANGO = {str(name) for names in CALENDAR for name in names.values()}
    DJANGO |= {"%(size)d byte", "%s KB", "%s MB"}
    DJANGO |= {"%(truncated_text)s…", "p.m.", "a.m.", "noon", "midnight"}


@pytest.fixture
def german(site_tree):
    locale = Locale.objects.create(language_code="de")
    body = raw_body(("paragraph", "<p>Ein Satz.</p>"))
    return factories.ArticlePageFactory(
        parent=site_tree.section, title="Der Streik", locale=locale, body=body
    )


def test_words_for_editors_replace_those_of_wagtail():
    wagtail = Path(import_module("wagtail").__file__).parent
    known = {
        message.id
        for path in wagtail.glob("**/locale/en/LC_MESSAGES/django.po")
        for message in read_po(BytesIO(path.read_bytes()))
    }
    ours = [message for message in read_po(BytesIO(ENGLISH.read_bytes())) if message.id]
    for message in ours:
        assert message.id in known
        assert set(FIELD.findall(message.string)) <= set(FIELD.findall(message.id))
    for language in ("en", "en-gb", "en-us"):
        with translation.override(language):
            assert [gettext(message.id) for message in ours] == [each.string for each in ours]


def messages_of(path):
    catalogue = read_po(StringIO(path.read_text()), locale=path.parts[-3])
    return [message for message in catalogue if message.id]


def template_messages():
    """Yield the marked texts of the templates for readers, each with its context."""
    for file in PROJECT.glob("templates/**/*.*"):
        if EDITORS & set(file.parts):
            continue
        for call in CALL.findall(templatize(file.read_text(), origin=str(file))):
            for _line, text, _comments, context in extract_text(call):
                yield context, text


def extract_text(call):
    return extract("python", BytesIO(call.encode()), KEYWORDS)


@pytest.mark.parametrize("path", CATALOGUES, ids=LANGUAGES)
def test_catalogue_is_complete(path):
    messages = messages_of(path)
    incomplete = [
        m.id for m in messages if m.fuzzy or not all(([m.string], m.string)[m.pluralizable])
    ]
    assert not incomplete
    used = set(template_messages())
    assert len(used) > 150
    assert not used - {(message.context, message.id) for message in messages}, "run make messages"


def test_catalogues_have_the_same_messages():
    ids = [{(m.context, m.id) for m in messages_of(path)} for path in CATALOGUES]
    assert set.union(*ids) - set.intersection(*ids) <= {(None, "July")}  # Django's Welsh is wrong.


@pytest.fixture
def rendered(filled_tree, client):
    """Return a function that returns the text of every kind of page in a language."""

    def render(language):
        locale = Locale.objects.create(language_code=language)
        Page.objects.update(locale=locale)
        pages = [page.url for page in filled_tree.pages]
        entries = [filled_tree.person.get_url(), filled_tree.topic.get_url(), "/formats/news/"]
        others = ["/events/month/", "/events/past/", f"{filled_tree.book.url}press/"]
        return {url: client.get(url).content.decode() for url in [*pages, *entries, *others]}

    return render


@pytest.mark.parametrize("path", CATALOGUES, ids=LANGUAGES)
def test_pages_have_no_english_furniture(path, rendered):
    language = path.parts[-3]
    english = {
        message.id
        for message in messages_of(path)
        if isinstance(message.id, str) and message.id != message.string and "%(" not in message.id
    }
    shared = {message.string for message in messages_of(path)} | TITLES
    found = {}
    for url, html in rendered(language).items():
        assert f'<html lang="{language}">' in html
        soup = BeautifulSoup(html, "html.parser")
        texts = {text.strip() for text in soup.body.find_all(string=True)}
        texts |= {tag["aria-label"] for tag in soup.find_all(attrs={"aria-label": True})}
        found[url] = texts & (english - shared)
    assert not {url: texts for url, texts in found.items() if texts}


@pytest.mark.parametrize("path", CATALOGUES, ids=LANGUAGES)
def test_all_strings_of_pages_are_in_the_catalogue(path, rendered, monkeypatch):
    """Strings in Python code cannot be told from those of the admin: see which a page asks for."""
    asked = set()
    for name, has_context in (("gettext", False), ("ngettext", False), ("pgettext", True)):
        monkeypatch.setattr(
            trans_real, name, recorder(getattr(trans_real, name), has_context, asked)
        )
        monkeypatch.setattr(translation._trans, name, getattr(trans_real, name))
    rendered(path.parts[-3])
    known = {(m.context, m.id if isinstance(m.id, str) else m.id[0]) for m in messages_of(path)}
    django = {text for _context, text in asked if is_of_django(text)}
    assert len(asked & known) > 60
    assert not {each for each in asked - known if each[1] not in django}


def recorder(function, has_context, asked):
    def record(*args):
        context, text = args[:2] if has_context else (None, args[0])
        if "\x04" not in str(text):  # Django joins a context to its message.
            asked.add((context, str(text)))
        return function(*args)

    return record


def is_of_django(text):
    return text in DJANGO or text.startswith("Enter ")  # messages of form fields


@pytest.mark.parametrize("count", [0, 1, 2, 3, 6, 11])
def test_welsh_has_six_plural_forms(count):
    forms = {0: "canlyniad", 1: "canlyniad", 2: "ganlyniad", 3: "chanlyniad", 6: "chanlyniad"}
    with translation.override("cy"):
        text = translation.ngettext("%(count)s result", "%(count)s results", count)
        assert text % {"count": count} == f"{count} {forms.get(count, 'canlyniad')}"


def test_french_uses_the_singular_for_zero():
    with translation.override("fr"):
        text = translation.ngettext("%(count)s event", "%(count)s events", 0)
        assert text % {"count": 0} == "0 événement"


@pytest.mark.parametrize(
    ("language", "names", "words"),
    [
        ("en-gb", ["Ann", "Bob", "Eve"], "Ann, Bob and Eve"),
        ("cy", ["Aled", "Owain"], "Aled ac Owain"),
        ("cy", ["Aled", "Siân"], "Aled a Siân"),
        ("fr", ["Anne", "Émile"], "Anne et Émile"),
    ],
)
def test_lists_of_names(language, names, words):
    with translation.override(language):
        assert joined(names) == words


def test_page_without_catalogue_has_furniture_of_the_publication(site_tree, client):
    """Django's own Arabic would mix with our English."""
    site_tree.article.locale = Locale.objects.create(language_code="ar")
    site_tree.article.save()
    soup = BeautifulSoup(client.get(site_tree.article.url).content, "html.parser")
    assert (soup.html["lang"], soup.html.get("dir")) == ("en-gb", None)
    assert "Skip to the text" in soup.text
    for text in (soup.h1.span, soup.select_one(".body")):
        assert (text["lang"], text["dir"]) == ("ar", "rtl")
    front = BeautifulSoup(client.get("/").content, "html.parser")
    assert front.find("span", string="The strike")["lang"] == "ar"
    assert site_tree.sequel.title not in [span.text for span in front.find_all("span", lang=True)]


def test_site_in_a_language_without_catalogue_is_english(site_tree, settings):
    settings.LANGUAGE_CODE = "ar"
    with translation.override("ar"):
        html = Client().get("/search/").content.decode()
    assert '<html lang="en">' in html
    assert "Search the site" in html


def test_templates_for_readers_are_translatable():
    templates = [
        file for file in PROJECT.glob("templates/**/*.html") if not EDITORS & set(file.parts)
    ]
    unmarked = {file.name: UNMARKED.findall(file.read_text()) for file in templates}
    assert not {name: texts for name, texts in unmarked.items() if texts}


def test_page_is_rendered_in_its_own_language(german, site_tree, client):
    html = client.get(german.url).content.decode()
    assert '<html lang="de">' in html
    assert "1 Minute Lesezeit" in html
    assert "Zum Text springen" in html
    assert "Skip to the text" not in html
    front = client.get(site_tree.home.url).content.decode()
    assert '<html lang="en-gb">' in front
    assert "Skip to the text" in front


def test_preview_is_in_the_language_of_the_page(german, client, moderator):
    client.force_login(moderator)
    response = client.get(f"/admin/pages/{german.pk}/view_draft/")
    assert '<html lang="de">' in response.content.decode()
