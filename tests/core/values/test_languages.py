"""Readers meet the furniture of a page in the page's own language."""

import re

import pytest
from babel.messages.pofile import read_po
from wagtail.models import Locale

from site_config.settings.environment import PROJECT
from tests import factories
from tests.site_tree import raw_body

CATALOGUES = sorted(PROJECT.glob("locale/*/LC_MESSAGES/django.po"))
MARKED = re.compile(r'{% translate "([^"]+)"')
# Words of a reader's page that stand in a template without being marked for translation.
BARE = re.compile(r">\s*([A-Z][a-z]+ [a-z]+[^<{]*)<")


@pytest.fixture
def german(site_tree):
    locale = Locale.objects.create(language_code="de")
    body = raw_body(("paragraph", "<p>Ein Satz.</p>"))
    return factories.ArticlePageFactory(
        parent=site_tree.section, title="Der Streik", locale=locale, body=body
    )


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_is_whole(path):
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    messages = [message for message in catalogue if message.id]
    unfinished = [
        m.id for m in messages if m.fuzzy or not all(([m.string], m.string)[m.pluralizable])
    ]
    assert not unfinished
    known = {message.id for message in messages}
    used = {
        text
        for file in PROJECT.glob("templates/**/*.html")
        for text in MARKED.findall(file.read_text())
    }
    assert used
    assert not used - known, "make messages collects them"


def test_no_template_for_readers_has_words_that_nobody_can_translate():
    templates = [
        file
        for file in PROJECT.glob("templates/**/*.html")
        if not {"admin", "editorial", "importers", "wagtailadmin"} & set(file.parts)
    ]
    bare = {file.name: BARE.findall(file.read_text()) for file in templates}
    assert not {name: words for name, words in bare.items() if words}


def test_page_speaks_its_language_and_the_front_page_its_own(german, site_tree, client):
    html = client.get(german.url).content.decode()
    assert '<html lang="de">' in html
    assert "1 Minute Lesezeit" in html
    assert "Zum Text springen" in html
    assert "Skip to the text" not in html
    front = client.get(site_tree.home.url).content.decode()
    assert '<html lang="en-gb">' in front
    assert "Skip to the text" in front


def test_editor_sees_a_draft_as_its_readers_will(german, client, moderator):
    client.force_login(moderator)
    response = client.get(f"/admin/pages/{german.pk}/view_draft/")
    assert '<html lang="de">' in response.content.decode()
