"""Tests for matching and ranking."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate, now
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import SearchPromotion

from tests import factories
from tests.search.search_helpers import titles
from tests.site_tree import raw_body


@pytest.fixture
def article(news):
    def make(title, text="", **fields):
        body = raw_body(("paragraph", f"<p>{text}</p>"))
        return factories.ArticlePageFactory(parent=news, title=title, body=body, **fields)

    return make


def on(year):
    return datetime(year, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("quillwort", "The strike"),  # a paragraph
        ("heading witness", "The strike"),  # a heading and the attribution of a quotation
        ("“stands in the middle”", "The strike"),  # a pull quote
        ("come at six", "The strike"),  # a callout
        ("filmed june", "The strike"),  # the caption of a video
        ("waves heard", "The strike"),  # the transcript of the video
        ("rents ropewalk", "The strike"),  # a table
        ("“print tide”", "The strike"),  # a code block
        ("“at low water”", "The strike"),  # the caption of an image
        ("good evening", "The strike"),  # the transcript of a recording
        ("“the source”", "The strike"),  # a footnote
        ("“it was May”", "The strike"),  # a correction
        ("the other", "The settlement"),  # the source publication
        ("cynhadledd tai", "Housing conference"),  # the second title
        ("tenants union", "Housing conference"),  # the organiser
        ("978-0-902869-33-2", "The tide"),
        ("0902869337", "The tide"),
        ("privacy", "Privacy policy"),
        ("ada", "Ada Example"),
        ("housing", "Housing"),
    ],
)
def test_all_content_is_indexed(site_tree, words, title):
    site_tree.event.save()  # Reindex with the organiser, which was added later.
    site_tree.book.save()
    assert title in titles(words)


def test_venue_is_indexed(site_tree):
    site_tree.event.venue = factories.VenueFactory(name="Ropewalk Hall", town="Coldwater")
    site_tree.event.save()
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


def test_other_forms_rank_below_the_word_itself(article):
    article("Organising")
    article("Organised")
    article("Something else")
    assert titles("organised") == ["Organised", "Organising"]


def test_prefixes_match_if_whole_words_find_little(article):
    article("Zugzwang", "The shipwrights went home.")
    assert titles("shipwr") == ["Zugzwang"]
    assert titles("zu") == []


def test_exact_title_ranks_above_phrase_and_words(article):
    article("Loose", "The night was long, and every shift was late, so they left.")
    article("Phrase", "They worked the night shift until morning, and then they left.")
    article("Workers of the night and their shift")
    article("Night shift")
    found = titles("night shift")
    assert found[0] == "Night shift"
    assert found.index("Phrase") < found.index("Loose")
    assert len(found) == 4


def test_title_weighs_more_than_body(article):
    article("A long account", "harbour " + "word " * 40)
    article("The harbour wakes", "word " * 41)
    assert titles("harbour") == ["The harbour wakes", "A long account"]


def test_new_article_ranks_above_an_old_one(article):
    article("Dredging A", "Dredgers.", published_at=on(2009))
    article("Dredging B", "Dredgers.", published_at=now())
    article("Dredging C", "Dredgers.", published_at=on(2015))
    assert titles("dredgers") == ["Dredging B", "Dredging C", "Dredging A"]


def test_upcoming_event_ranks_above_a_past_one(site_tree):
    for name, days in (("past", -30), ("coming", 30)):
        factories.EventPageFactory(
            parent=site_tree.calendar,
            title=f"Regatta {name}",
            start_date=localdate() + timedelta(days=days),
        )
    assert titles("regatta") == ["Regatta coming", "Regatta past"]
    assert titles("regatta", when="past") == ["Regatta past"]


def test_all_words_are_required_except_after_a_minus(article):
    article("Ferries and harbours")
    article("Harbours alone")
    assert titles("harbours ferries") == ["Ferries and harbours"]
    assert titles("harbours -ferries") == ["Harbours alone"]
    assert titles("-ferries") == []  # an exclusion alone finds nothing


def test_phrase_matches_words_in_order(article):
    article("One", "The night shift begins.")
    article("Two", "A shift at night.")
    assert titles('"night shift"') == ["One"]


def test_operators_filter(site_tree):
    assert titles("quillwort type:book") == ["The tide"]
    assert titles("quillwort type:books") == ["The tide"]
    assert set(titles("author:ada type:article")) == {"The strike", "The settlement"}
    assert "The strike" in titles('author:"Ada Example" quillwort')
    assert titles("author:unknown quillwort") == []
    assert "Privacy policy" not in titles("topic:housing")
    assert "The tide" in titles("topic:housing")
    assert "The strike" in titles(f"year:{now().year}")
    assert titles("year:1850") == titles("year:x") == titles("year:99999999999") == []


def test_sort_by_date(article):
    for year in (2011, 2024, 2018):
        article(f"Anchor {year}", published_at=on(year))
    assert titles("anchor", sort="date") == ["Anchor 2024", "Anchor 2018", "Anchor 2011"]


@pytest.fixture
def promote():
    def make(text, **result):
        return SearchPromotion.objects.create(query=SearchTerm.get(text), **result)

    return make


def test_promoted_result_is_first_marked_and_not_repeated(site_tree, promote, get):
    promote("quillwort!", page=site_tree.standard, description="Read this <first>.")
    html = get("/search/?q=Quillwort")
    assert html.count("Recommended</p>") == 1
    assert "Read this &lt;first&gt;." in html
    main = html[html.index('class="listing') : html.index("</main>")]
    assert main.count(f'href="{site_tree.standard.url}"') == 1
    assert main.index(site_tree.standard.title) < main.index(site_tree.article.title)
    assert "5 results" in html
    assert "Recommended</p>" not in get("/search/?q=quillwort&type=page")
    assert "Recommended</p>" not in get("/search/?q=other")


def test_promoted_page_that_is_not_public_is_left_out(site_tree, promote, get):
    promote("quillwort", page=site_tree.standard)
    site_tree.standard.unpublish()
    assert "Recommended" not in get("/search/?q=quillwort")


def test_promoted_external_url_is_displayed(site_tree, promote, get):
    promote("zeppelin", external_link_url="https://example.org/", external_link_text="Airships")
    html = get("/search/?q=zeppelin")
    assert 'href="https://example.org/"' in html
    assert "1 result " in html
