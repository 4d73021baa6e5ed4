import re
from datetime import date, time
from types import SimpleNamespace

import pytest
import requests
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from wagtail.models import PageViewRestriction, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.models import PublicationSettings
from editorial.models import ModerationSettings
from home.models import HomePage
from tests import factories
from tests.snapshot import Snapshot
from users.models import User

EVERY_BLOCK = [
    (
        "paragraph",
        "<p>The <b>quillwort</b> stands in the middle of the body.</p><ul><li>One</li></ul>",
    ),
    ("heading", {"text": "A heading", "level": "h2"}),
    ("quote", {"text": "They said so.", "attribution": "A witness"}),
    ("pull_quote", {"text": "Stands in the middle"}),
    ("callout", {"title": "How to help", "text": "<p>Come at six.</p>"}),
    (
        "video",
        {
            "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "title": "A film",
            "poster": None,
            "caption": "Filmed in June",
            "transcript": "<p>Waves are heard.</p>",
        },
    ),
    (
        "table",
        {
            "caption": "Rents",
            "columns": [{"type": "text", "heading": "Street"}, {"type": "number", "heading": "£"}],
            "rows": [{"values": ["Ropewalk", "640"]}],
        },
    ),
]


def raw_items(*values):
    """Return values in the form in which a list within a StreamField stores them."""
    return [
        {"type": "item", "value": value, "id": str(number)} for number, value in enumerate(values)
    ]


def raw_body(*blocks):
    """Return blocks in the form in which a StreamField stores them."""
    return [{"type": kind, "value": value} for kind, value in blocks]


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """No test asks another host for anything."""

    def refuse(*args, **kwargs):
        raise requests.ConnectionError("The tests run without a network.")

    monkeypatch.setattr(requests, "get", refuse)


@pytest.fixture
def home(db):
    """The empty front page that the migrations make."""
    return HomePage.objects.get()


@pytest.fixture
def site(home):
    return Site.objects.get()


@pytest.fixture(scope="session")
def grown():
    return Snapshot(grow_tree)


@pytest.fixture
def tree(home, grown):
    """A live page of every type, each with everything it can hold."""
    with disable_reference_index_auto_update():  # half of the time, and no test asks for it
        return grown.get(home)


def grow_tree(home):
    image = factories.SiteImageFactory(title="Harbour")
    person = factories.ContributorFactory(name="Ada Example")
    topic = factories.TopicFactory(name="Housing")
    document = factories.SiteDocumentFactory(title="Minutes", file__filename="minutes.pdf")
    recording = factories.SiteDocumentFactory(
        title="Talk", file__filename="talk.mp3", file__data=b"A short talk"
    )
    tree = SimpleNamespace(home=home, person=person, topic=topic, image=image, document=document)
    tree.recording = recording
    make = factories
    tree.section = make.ArticleIndexPageFactory(parent=home, title="News", slug="news")
    tree.calendar = make.EventIndexPageFactory(parent=home, title="Events", slug="events")
    tree.catalogue = make.BookIndexPageFactory(parent=home, title="Books", slug="books")
    tree.people = make.ContributorIndexPageFactory(parent=home, title="People", slug="people")
    tree.topics = make.TopicIndexPageFactory(parent=home, title="Topics", slug="topics")
    body = raw_body(*EVERY_BLOCK)
    tree.standard = make.StandardPageFactory(
        parent=home, title="Privacy policy", slug="privacy", summary="In short.", body=body
    )
    body += raw_body(*further_blocks(tree))
    filled = {"lead_image": image, "lead_image_alt": "Boats", "body": body}
    tree.series = make.SeriesPageFactory(parent=home, title="Ports", slug="ports")
    note = "b7a1c1f0-8f2e-4c0f-9a53-0f2b6a1d7c11"
    marked = f'<p>A claim<footnote id="{note}">[b7a1c1]</footnote>.</p>'
    tree.article = make.ArticlePageFactory(
        parent=tree.section,
        title="The strike",
        series=tree.series,
        series_part=1,
        updated_at=now(),
        lead_image=image,
        body=body + raw_body(("paragraph", marked)),
    )
    tree.article.footnotes.create(uuid=note, text="<p>The source.</p>")
    tree.article.corrections.create(text="<p>It was May.</p>")
    tree.article.save()
    tree.formats = make.FormatIndexPageFactory(parent=home, title="Formats", slug="formats")
    tree.corrections = make.CorrectionsPageFactory(
        parent=home, title="Corrections", slug="corrections"
    )
    tree.sequel = make.ArticlePageFactory(
        parent=tree.section,
        title="The settlement",
        series=tree.series,
        series_part=2,
        source_publication="The Other",
        source_date=date(2020, 5, 1),
        lead_image=image,
    )
    make.attribute(tree.sequel, person)
    make.assign(tree.sequel, topic)
    tree.event = make.EventPageFactory(
        parent=tree.calendar,
        title="Housing conference",
        second_title="Cynhadledd tai",
        second_title_language="cy",
        start_time=time(10),
        end_time=time(16, 30),
        **filled,
    )
    tree.book = make.BookPageFactory(parent=tree.catalogue, title="The tide", **filled)
    for page in (tree.article, tree.event, tree.book):
        make.attribute(page, person)
        make.assign(page, topic)
    make.host(tree.event, "The tenants’ union")
    make.edition(tree.book, {"GBP": "5", "EUR": "6"}, isbn="9780902869332", pages=88)
    home.body = raw_body(
        ("lead_stories", {"heading": "News", "source": tree.section.pk, "count": 5, "pinned": []}),
        ("statement", {"heading": "Aims"}),
        ("video", {"heading": "To watch", "video": EVERY_BLOCK[5][1]}),
        ("events", {"heading": "Coming up", "source": None, "count": 4, "pinned": []}),
        ("books", {"heading": "Press", "source": tree.catalogue.pk, "count": 4, "pinned": []}),
    )
    home.save()
    PublicationSettings.objects.create(
        site=Site.objects.get(),
        name="The Test",
        statement="<p>We test.</p>",
        header_links=raw_body(("page", {"page": tree.section.pk, "label": ""})),
        footer_links=raw_body(("page", {"page": tree.standard.pk, "label": ""})),
    )
    tree.pages = [value for value in vars(tree).values() if hasattr(value, "url_path")]
    return tree


def further_blocks(tree):
    """Return the blocks that show other pages, pictures and files."""
    picture = {"image": tree.image.pk, "alt_text": "Boats", "decorative": False}
    figure = {"image": picture, "caption": "At low water", "credit": ""}
    recording = {"file": tree.recording.pk, "title": "The talk", "caption": ""}
    group = {"heading": "First", "pages": raw_items(tree.standard.pk)}
    return [
        ("related_page", {"page": tree.standard.pk}),
        ("document", {"document": tree.document.pk, "title": ""}),
        ("image", figure),
        ("gallery", {"pictures": raw_items(figure, figure)}),
        ("recording", {**recording, "transcript": "<p>Good evening.</p>"}),
        ("reading_list", {"heading": "To read", "groups": raw_items(group)}),
    ]


def restrict(page):
    """Put a page and all below it behind a sign-in."""
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.fixture
def editor(db):
    return member("editor", "Editors")


@pytest.fixture
def moderator(db):
    return member("moderator", "Moderators")


@pytest.fixture
def alone(site):
    """A publication of one person, who publishes what they wrote themselves."""
    return ModerationSettings.objects.create(site=site, one_person=True)


@pytest.fixture
def releasing(site):
    return ModerationSettings.objects.create(site=site, approval_releases=True)


@pytest.fixture
def news(home):
    return factories.ArticleIndexPageFactory(parent=home, title="News", slug="news")


@pytest.fixture
def written(news, editor):
    """A draft that the editor wrote."""
    page = factories.ArticlePageFactory(
        parent=news,
        title="Draft",
        live=False,
        owner=editor,
        body=raw_body(("paragraph", "<p>A</p>")),
    )
    page.save_revision(user=editor)
    return page


@pytest.fixture
def weekly(home):
    """An event on ten Mondays at seven, from 4 January 2027."""
    return factories.EventPageFactory(
        parent=factories.EventIndexPageFactory(parent=home, title="Events", slug="events"),
        title="Weekly",
        start_date=date(2027, 1, 4),
        start_time=time(19),
        end_time=time(21),
        repeats="weekly",
        repeat_count=10,
    )


@pytest.fixture
def second_moderator(db):
    return member("second", "Moderators")


def member(username, group):
    user = User.objects.create_user(username, f"{username}@example.org", "password")
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def count(client):
    def count_queries(address):
        assert client.get(address).status_code == 200  # and warms what is kept in memory
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    return count_queries


@pytest.fixture
def get(client):
    """Get a page as an anonymous reader, and return its text."""

    def get_text(address, status=200):
        response = client.get(address)
        assert response.status_code == status, address
        if response.streaming:  # a file, read to its end
            b"".join(response.streaming_content)
            return ""
        return response.content.decode()

    return get_text


def links_of(html):
    """Return the addresses that a page links to on the same site."""
    return {link for link in re.findall(r'<a [^>]*href="([^"#]+)', html) if link.startswith("/")}


def pytest_terminal_summary(terminalreporter):
    """Print what tests measured, whichever process ran them."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, text in report.user_properties:
            if name == "report" and report.when == "call":
                terminalreporter.write_line(f"\n{text}")
