import pytest

from tests import factories
from tests.editorial.moderation.four_eyes_desk import started
from tests.site_tree import raw_body


@pytest.fixture
def people(editor, moderator, second_moderator):
    return {"editor": editor, "moderator": moderator, "second": second_moderator}


@pytest.fixture
def article(home, news):
    factories.ArticleIndexPageFactory(parent=home, title="Other", slug="other")
    return factories.ArticlePageFactory(
        parent=news,
        title="First",
        slug="first",
        live=False,
        body=raw_body(("paragraph", '<p>Go <a href="https://example.org/">there</a></p>')),
    )


@pytest.fixture
def public(article, people):
    """A public article of the editor, published by the second moderator."""
    return started(article, people, "editor", "second")


@pytest.fixture
def draft_of_moderator(article, people):
    """A draft of the moderator, who may publish articles of others."""
    return started(article, people, "moderator")
