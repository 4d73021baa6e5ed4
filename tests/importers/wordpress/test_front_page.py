"""A site that moves in has its front page, name, menu and privacy policy."""

import json
import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Site

from core.models import PublicationSettings
from home.models import HomePage
from operations import publication
from site_config.settings.environment import PROJECT
from tests.importers.wordpress.exports import export, item, write
from tests.importers.wordpress.import_helpers import run_import
from tests.importers.wordpress.reference_site import LINES, reference_parts

# The front page of a real publication, which we may not publish, is tested as well if it is there.
REAL = PROJECT.parent / "shared/reference/front-page.txt"
# Words that a book's facts have in another form, such as its prices.
FACTS = re.compile(
    r"ISBN|RRP|Publication date|ABOUT THE BOOK|\(print\)|\(e-book\)|[:;,()£€$]|\[…\]"
)


def real_lines():
    text = REAL.read_text(encoding="utf-8").replace("\u2011", "-")
    return [line.strip() for line in text.splitlines() if line.strip()]


def words(text):
    return re.findall(r"\w+", unescape(text).casefold())


@pytest.fixture(params=["own", *(["real"] if REAL.exists() else [])])
def lines(request):
    return LINES if request.param == "own" else real_lines()


@pytest.fixture
def empty_site(home):
    publication.begin("Masthead")
    return home


def front_page(client):
    return BeautifulSoup(client.get("/").content, "html.parser")


def section(page, heading):
    """Return the words of a section of the front page."""
    title = next(each for each in page.find_all("h2") if each.get_text(strip=True) == heading)
    return " ".join(words(title.find_parent("section").get_text(" ")))


def run(tmp_path, *parts, **options):
    return json.loads(
        run_import(write(tmp_path / "old.xml", [export(*parts)]), **options).read_text()
    )


def test_every_line_is_in_a_section_that_fits(empty_site, client, tmp_path, lines):
    run(tmp_path, *reference_parts(lines))
    page = front_page(client)
    leads, more = section(page, lines[0]), section(page, "More headlines")
    for line in lines[1:11]:
        assert " ".join(words(line)) in leads
    assert " ".join(words(lines[11])) in section(page, "About us")
    assert " ".join(words(lines[13])) in section(page, "To watch")
    for line in lines[14:20]:
        assert " ".join(words(line)) in more
    events = section(page, "Events")
    assert events.count("10 00am 4 30pm") == 4
    for line in (*lines[20:23], *lines[24:27]):
        for part in re.split(" – ", line):
            assert " ".join(words(part)) in events
    for line in lines[27:35]:
        assert " ".join(words(line)) in section(page, "Theory")
    books = section(page, "Books")
    for line in (*lines[35::2], *lines[38::2]):
        assert " ".join(words(FACTS.sub(" ", line))) in books
    for fact in (
        "978-0-902869-33-2",
        "978-0-902869-32-5",
        "£5",
        "88 pages",
        "178 × 102 mm",
        "November 2022",
    ):
        assert " ".join(words(fact)) in books
    assert page.find("header").get_text(" ", strip=True).startswith("Old site")
    assert page.find("footer").find("a", href="/privacy-policy/").get_text(strip=True) == lines[12]
    assert page.title.get_text(strip=True).startswith("Old site")


def test_front_page_of_a_site_without_set_up(home, client, tmp_path):
    run(tmp_path, *reference_parts(LINES))
    page = front_page(client)
    assert LINES[1] in page.get_text()
    assert {"/news/", "/events/"} <= {
        link.get("href") for link in page.find("header").find_all("a")
    }
    assert "/privacy-policy/" in {link.get("href") for link in page.find("footer").find_all("a")}


def test_proposal_of_a_dry_run_is_what_is_built(empty_site, tmp_path, client):
    parts = reference_parts(LINES)
    proposed = run(tmp_path, *parts, dry_run=True)["front_page"]
    assert not HomePage.objects.get().get_children().filter(slug="privacy-policy").exists()
    assert run(tmp_path, *parts)["front_page"] == proposed
    kinds = [block["type"] for block in HomePage.objects.get().body.raw_data]
    assert kinds == [each["kind"] for each in proposed["sections"]]
    assert kinds == [
        "lead_stories",
        "statement",
        "video",
        "headlines",
        "events",
        "features",
        "books",
    ]


def test_front_page_is_left_alone_when_told(empty_site, tmp_path):
    before = list(HomePage.objects.get().body.raw_data)
    run(tmp_path, *reference_parts(LINES), front_page="no")
    assert list(HomePage.objects.get().body.raw_data) == before
    assert PublicationSettings.for_site(Site.objects.get()).name == "Masthead"


def test_arranged_front_page_is_never_overwritten(empty_site, tmp_path, django_user_model):
    admin = django_user_model.objects.create_superuser("ada", "ada@example.org", "a-long-password")
    home = HomePage.objects.get()
    home.body = json.dumps([*home.body.raw_data[:1]])
    home.save_revision(user=admin, log_action=True).publish(user=admin)
    before = list(HomePage.objects.get().body.raw_data)
    run(tmp_path, *reference_parts(LINES))
    assert list(HomePage.objects.get().body.raw_data) == before


def test_second_run_leaves_what_an_editor_arranged_since(empty_site, tmp_path):
    parts = reference_parts(LINES)
    run(tmp_path, *parts)
    home = HomePage.objects.get()
    home.body = json.dumps(list(home.body.raw_data)[:2])
    home.save_revision().publish()
    before = list(HomePage.objects.get().body.raw_data)
    run(tmp_path, *parts)
    assert list(HomePage.objects.get().body.raw_data) == before


def test_sticky_post_leads(empty_site, tmp_path, client):
    run(tmp_path, *reference_parts(LINES), item(1, "Pinned for long", "<p>x</p>", sticky=True))
    page = front_page(client)
    assert "pinned for long" in section(page, LINES[0])


@pytest.mark.parametrize("posts", [1, 3])
def test_small_site_has_a_front_page(empty_site, tmp_path, client, posts):
    run(tmp_path, *(item(number, f"Post {number}") for number in range(1, posts + 1)))
    text = front_page(client).get_text()
    assert all(f"Post {number}" in text for number in range(1, posts + 1))
    assert "More headlines" not in text


@pytest.mark.parametrize(
    ("language", "hour", "expected"),
    [
        ("en-US", 10, []),
        ("de-DE", 10, ["“de-DE”"]),
        ("en-GB", 9, ["+1:00"]),
        ("cy", 15, ["“cy”", "-5:00"]),
    ],
)
def test_other_language_and_zone_are_noted(empty_site, tmp_path, language, hour, expected):
    dates = {"date": "2019-01-03 10:00:00", "date_gmt": f"2019-01-03 {hour:02}:00:00"}
    text = export(*(item(number, "Post", **dates) for number in range(1, 4)))
    file = write(tmp_path / "old.xml", [text.replace("en-GB", language)])
    notes = json.loads(run_import(file, "--dry-run").read_text())["front_page"]["notes"]
    assert len(notes) == len(expected)
    assert all(words in note for words, note in zip(expected, notes, strict=True))


def test_two_posts_of_one_title_keep_their_proposals(empty_site, tmp_path):
    standfirsts = ("Ada Lovelace writing in The Lantern.", "Bob Example writing in The Lantern.")
    posts = [item(at, "Review", excerpt=text) for at, text in enumerate(standfirsts, 1)]
    proposals = run(tmp_path, *posts)["proposals"]["Review"]
    assert [text for _names, text in proposals] == list(standfirsts)
