"""Translations: catalogues are complete, and pages are rendered in their own language."""

import re

import pytest
from babel.messages.pofile import read_po
from wagtail.models import Locale

from site_config.settings.environment import PROJECT
from tests import factories
from tests.site_tree import raw_body

CATALOGUES = sorted(PROJECT.glob("locale/*/LC_MESSAGES/django.po"))
MARKED = re.compile(r'{% translate "([^"]+)"')
# Folders of templates for editors, which need not be translated.
EDITORS = {"account", "accounts", "admin", "allauth", "editorial", "importers", "usersessions"}
EDITORS |= {"mfa", "operations", "wagtailadmin"}
# Text in a template for readers that is not marked for translation.
UNMARKED = re.compile(r">\s*([A-Z][a-z]+ [a-z]+[^<{]*)<")


@pytest.fixture
def german(site_tree):
    locale = Locale.objects.create(language_code="de")
    body = raw_body(("paragraph", "<p>Ein Satz.</p>"))
    return factories.ArticlePageFactory(
        parent=site_tree.section, title="Der Streik", locale=locale, body=body
    )


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_is_complete(path):
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    messages = [message for message in catalogue if message.id]
    incomplete = [
        m.id for m in messages if m.fuzzy or not all(([m.string], m.string)[m.pluralizable])
    ]
    assert not incomplete
    msgids = {message.id for message in messages}
    used = {
        text
        for file in PROJECT.glob("templates/**/*.html")
        if not EDITORS & set(file.parts)
        for text in MARKED.findall(file.read_text())
    }
    assert used
    assert not used - msgids, "run make messages"


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
