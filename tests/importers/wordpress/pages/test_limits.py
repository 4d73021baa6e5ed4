"""Fields have limits: what they cannot hold is in the report."""

import pytest

from documents.models import SiteDocument
from events.models import EventPage
from importers.html.result import Body
from importers.pages.limits import shorten, warn_of, with_scheme
from news.models import ArticlePage
from tests.importers.wordpress.exports import attachment, category, item

LONG = " ".join(f"word{number}" for number in range(80))
END = "word78 word79"


@pytest.fixture
def warnings_of(import_items):
    """Return a function that imports items, and returns the texts of the warnings."""

    def imported(*items, **options):
        report = import_items(*items, **options)
        return " | ".join(text for entry in report["entries"] for _, text in entry["warnings"])

    return imported


@pytest.mark.parametrize("length", [10, 11, 5000])
def test_shortened_text_and_its_rest_are_the_text(length):
    body, text = Body(), "".join(chr(97 + number % 26) for number in range(length))
    kept = shorten(text, 10, body.warn, "title", "The title")
    rest = [warning.text.partition(": ")[2] for warning in body.warnings]
    assert len(kept) <= 10
    assert kept.removesuffix("…") + "".join(rest) == text


def test_long_text_is_named_in_pieces():
    body = Body()
    warn_of(LONG * 20, body.warn, "description", "It was left out")
    assert "".join(warning.text for warning in body.warnings).count("word79") == 20


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("example.org", "https://example.org"),
        (" www.example.org/a?b#c ", "https://www.example.org/a?b#c"),
        ("http://example.org", "http://example.org"),
        ("example.org:8000/x", "https://example.org:8000/x"),
        ("javascript:alert(1)", ""),
        ("ask us", ""),
        ('a:1:{i:0;s:1:"x";}', ""),
    ],
)
def test_url_gets_a_scheme_or_is_named(url, expected):
    body = Body()
    assert with_scheme(url, body.warn, "The website") == expected
    assert [url.strip() in warning.text for warning in body.warnings] == (
        [] if expected else [True]
    )


def test_texts_of_a_file_are_in_its_fields_or_named(warnings_of, uploads):
    text = warnings_of(
        attachment(1, "boats.jpg", content="<p>Seen from the quay.</p>", excerpt='By <a href="https://p.example/">P</a>',
                   meta=[("_wp_attachment_image_alt", LONG)]),
        attachment(2, "minutes.pdf", content="Minutes of May"),
        item(3, "Tides", meta=[("_thumbnail_id", "1")]),
        media=uploads,
    )  # fmt: skip
    assert "Seen from the quay." in text
    assert "https://p.example/" in text
    assert text.count(END) == 2  # of the image, and of the lead image
    assert len(ArticlePage.objects.get().lead_image_alt) == 250
    assert SiteDocument.objects.get().description == "Minutes of May"


def test_links_pictures_and_emphasis_of_an_excerpt_are_named(warnings_of):
    excerpt = 'See <a href="https://e.example/a">a</a> <em>now</em> <img src="https://e.example/i.jpg" alt="Boats">'
    text = warnings_of(item(1, "Tides", excerpt=excerpt))
    for lost in ("https://e.example/a", "https://e.example/i.jpg", "Boats", ": now"):
        assert lost in text


def test_texts_of_an_event_are_in_its_fields_or_named(warnings_of):
    meta = {
        "_EventStartDate": "2019-02-06 10:00:00",
        "_EventCost": LONG,
        "_EventURL": "e.example/t",
        "_tribe_events_status": "canceled",
        "_tribe_events_status_canceled_reason": LONG,
    }
    text = warnings_of(item(1, "Rally", type="tribe_events", meta=meta.items()))
    assert text.count(END) == 2
    assert EventPage.objects.get().ticket_url == "https://e.example/t"


def test_sections_that_an_article_is_not_in_are_named(warnings_of, tmp_path):
    table = tmp_path / "map.csv"
    rows = [f"category,{slug},,,section,{slug.title()}" for slug in ("news", "wales")]
    table.write_text("\n".join(["Taxonomy,Slug,Name,Posts,Becomes,As", *rows]))
    terms = [("category", "news", "News"), ("category", "wales", "Wales")]
    categories = category("news", "News"), category("wales", "Wales")
    text = warnings_of(*categories, item(1, "Tides", terms=terms), map=table)
    assert "It is in the section “News”, and not in this one: Wales" in text
