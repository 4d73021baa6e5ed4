"""What is found by which words, and in which order."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate, now
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import SearchPromotion

from tests import factories
from tests.search.search_helpers import titles
from tests.tree import raw_body


@pytest.fixture
def article(news):
    def make(title, text="", **fields):
        body = raw_body(("paragraph", f"<p>{text}</p>"))
        return factories.ArticlePageFactory(parent=news, title=title, body=body, **fields)

    return make


def on(year):
    """Return a moment of a year."""
    return datetime(year, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("quillwort", "The strike"),  # a paragraph
        ("heading witness", "The strike"),  # a heading and who is quoted
        ("“stands in the middle”", "The strike"),  # a pull quote
        ("come at six", "The strike"),  # a callout
        ("filmed june", "The strike"),  # the caption of a film
        ("waves heard", "The strike"),  # its transcript
        ("rents ropewalk", "The strike"),  # a table
        ("“print tide”", "The strike"),  # lines as they were typed
        ("“at low water”", "The strike"),  # the caption of a picture
        ("good evening", "The strike"),  # the transcript of a recording
        ("“the source”", "The strike"),  # a footnote
        ("“it was May”", "The strike"),  # a correction
        ("the other", "The settlement"),  # where it appeared first
        ("cynhadledd tai", "Housing conference"),  # the second title
        ("tenants union", "Housing conference"),  # the organiser
        ("978-0-902869-33-2", "The tide"),
        ("0902869337", "The tide"),
        ("privacy", "Privacy policy"),
        ("ada", "Ada Example"),
        ("housing", "Housing"),
    ],
)
def test_everything_on_a_page_is_found(tree, words, title):
    tree.event.save()  # knows its organiser only now
    tree.book.save()
    assert title in titles(words)


def test_event_is_found_by_its_venue(tree):
    tree.event.venue = factories.VenueFactory(name="Ropewalk Hall", town="Coldwater")
    tree.event.save()
    assert titles("ropewalk coldwater")[0] == "Housing conference"


@pytest.mark.parametrize("typed", ["amilcar", "AMÍLCAR", "Amílcar"])
def test_accents_do_not_matter(article, typed):
    article("Amílcar Cabral in Bissau")
    article("Amilcar without an accent")
    assert len(titles(typed)) == 2


@pytest.mark.parametrize("typed", ["O'Hara", "ohara", "O’Hara", "o hara"])
def test_apostrophes_do_not_matter(article, typed):
    article("O’Hara returns")
    assert titles(typed) == ["O’Hara returns"]


@pytest.mark.parametrize(
    "typed", ["anti‑capitalism", "anti-capitalism", "anticapitalism", "anti capitalism"]
)
def test_hyphens_do_not_matter(article, typed):
    for number, title in enumerate(("Anti‑capitalism", "Anticapitalism", "Anti capitalism")):
        article(f"{title} {number}")
    assert len(titles(typed)) == 3


def test_forms_of_a_word_are_found_after_the_word_itself(article):
    article("Organising")
    article("Organised")
    article("Something else")
    assert titles("organised") == ["Organised", "Organising"]


def test_beginnings_are_found_where_whole_words_find_little(article):
    article("Zugzwang", "The shipwrights went home.")
    assert titles("shipwr") == ["Zugzwang"]
    assert titles("zu") == []


def test_exact_title_then_phrase_then_words(article):
    article("Loose", "The night was long, and every shift was late, so they left.")
    article("Phrase", "They worked the night shift until morning, and then they left.")
    article("Workers of the night and their shift")
    article("Night shift")
    found = titles("night shift")
    assert found[0] == "Night shift"
    assert found.index("Phrase") < found.index("Loose")
    assert len(found) == 4


def test_title_counts_more_than_text(article):
    article("A long account", "harbour " + "word " * 40)
    article("The harbour wakes", "word " * 41)
    assert titles("harbour") == ["The harbour wakes", "A long account"]


def test_new_article_comes_before_an_old_one(article):
    article("Dredging A", "Dredgers.", published_at=on(2009))
    article("Dredging B", "Dredgers.", published_at=now())
    article("Dredging C", "Dredgers.", published_at=on(2015))
    assert titles("dredgers") == ["Dredging B", "Dredging C", "Dredging A"]


def test_coming_event_comes_before_a_past_one(tree):
    for name, days in (("past", -30), ("coming", 30)):
        factories.EventPageFactory(
            parent=tree.calendar,
            title=f"Regatta {name}",
            start_date=localdate() + timedelta(days=days),
        )
    assert titles("regatta") == ["Regatta coming", "Regatta past"]
    assert titles("regatta", when="past") == ["Regatta past"]


def test_words_must_all_be_there_and_those_after_a_minus_not(article):
    article("Ferries and harbours")
    article("Harbours alone")
    assert titles("harbours ferries") == ["Ferries and harbours"]
    assert titles("harbours -ferries") == ["Harbours alone"]
    assert titles("-ferries") == []  # there is nothing to take away from


def test_phrase_has_its_words_in_their_order(article):
    article("One", "The night shift begins.")
    article("Two", "A shift at night.")
    assert titles('"night shift"') == ["One"]


def test_operators_narrow_down(tree):
    assert titles("quillwort type:book") == ["The tide"]
    assert titles("quillwort type:books") == ["The tide"]
    assert set(titles("author:ada type:article")) == {"The strike", "The settlement"}
    assert "The strike" in titles('author:"Ada Example" quillwort')
    assert titles("author:nobody quillwort") == []
    assert "Privacy policy" not in titles("topic:housing")
    assert "The tide" in titles("topic:housing")
    assert "The strike" in titles(f"year:{now().year}")
    assert titles("year:1850") == titles("year:x") == titles("year:99999999999") == []


def test_sorted_by_date_the_newest_is_first(article):
    for year in (2011, 2024, 2018):
        article(f"Anchor {year}", published_at=on(year))
    assert titles("anchor", sort="date") == ["Anchor 2024", "Anchor 2018", "Anchor 2011"]


@pytest.fixture
def promote():
    def make(text, **result):
        return SearchPromotion.objects.create(query=SearchTerm.get(text), **result)

    return make


def test_promoted_result_is_on_top_marked_and_not_repeated(tree, promote, get):
    promote("quillwort!", page=tree.standard, description="Read this <first>.")
    html = get("/search/?q=Quillwort")
    assert html.count("Recommended</p>") == 1
    assert "Read this &lt;first&gt;." in html
    main = html[html.index('class="listing') : html.index("</main>")]
    assert main.count(f'href="{tree.standard.url}"') == 1
    assert main.index(tree.standard.title) < main.index(tree.article.title)
    assert "4 results" in html
    assert "Recommended</p>" not in get("/search/?q=quillwort&type=page")
    assert "Recommended</p>" not in get("/search/?q=other")


def test_promoted_page_that_is_not_public_is_left_out(tree, promote, get):
    promote("quillwort", page=tree.standard)
    tree.standard.unpublish()
    assert "Recommended" not in get("/search/?q=quillwort")


def test_promoted_address_elsewhere_is_shown(tree, promote, get):
    promote("zeppelin", external_link_url="https://example.org/", external_link_text="Airships")
    html = get("/search/?q=zeppelin")
    assert 'href="https://example.org/"' in html
    assert "1 result " in html
