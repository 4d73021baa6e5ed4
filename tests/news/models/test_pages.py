"""Article pages."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import now
from wagtail.rich_text import RichText

from core.listing import PER_PAGE
from core.models import RelatedPage
from core.rich_text import add_heading_ids
from images.rendition_specs import RENDITION_SPECS
from news.choices import LeadImageWidth
from tests import factories
from tests.access import restrict
from tests.site_tree import raw_body


def body_of(words):
    return raw_body(("paragraph", f"<p>{'word ' * words}</p>"))


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (230, 1), (460, 2), (2300, 10)])
def test_reading_time_in_minutes(site_tree, words, minutes):
    article = factories.ArticlePageFactory(parent=site_tree.section, body=body_of(words))
    assert article.reading_minutes == minutes


def test_article_displays_update_and_source(site_tree, get):
    factories.ArticlePageFactory(
        parent=site_tree.section,
        slug="dated",
        updated_at=factories.noon(2026, 5, 3),
        source_publication="The Elsewhere",
        source_date=date(2019, 2, 1),
    )
    html = " ".join(get("/news/dated/").split())
    assert 'Updated <time datetime="2026-05-03T12:00:00+01:00">3 May 2026</time>' in html
    assert 'First published in The Elsewhere, <time datetime="2019-02-01">1 February 2019' in html


def test_footnotes_are_numbered_and_link_back(site_tree, get):
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    mark = '<footnote id="{0}">[x]</footnote>'.format
    page = factories.ArticlePageFactory(
        parent=site_tree.section,
        body=raw_body(
            ("paragraph", f"<p>One{mark(second)} and two{mark(first)}.</p>"),
            ("paragraph", f"<p>Again{mark(second)}, and lost{mark(uuid.uuid4())}.</p>"),
        ),
    )
    for key, text in ((first, "The first written."), (second, "The second written.")):
        page.footnotes.create(uuid=key, text=f"<p>{text}</p>")
    page.save()
    html = get(page.url)
    assert html.index("The second written.") < html.index("The first written.")
    assert html.count("footnote-mark") == 3
    for anchor in ("footnote-source-1-1", "footnote-source-1-2", "footnote-source-2-1"):
        assert f'id="{anchor}"' in html
        assert f'href="#{anchor}"' in html


def test_long_body_has_a_table_of_contents(site_tree, get):
    headings = ["What happened", "What happened", "Où & quand", "Then"]
    blocks = [("heading", {"text": text, "level": "h2"}) for text in headings]
    blocks.append(("heading", {"text": "Below", "level": "h3"}))
    blocks.append(("paragraph", "<h2>In the text <b>too</b></h2><p>Words.</p>"))
    page = factories.ArticlePageFactory(parent=site_tree.section, body=raw_body(*blocks))
    html = get(page.url)
    for anchor in ("what-happened", "what-happened-2", "ou-quand", "then", "in-the-text-too"):
        assert html.count(f'id="h-{anchor}"') == 1
        assert html.count(f'href="#h-{anchor}"') == 1
    assert 'id="h-below"' in html
    assert 'href="#h-below"' not in html
    assert "Où &amp; quand</a>" in html


def test_short_body_has_no_table_of_contents(site_tree, get):
    block = ("heading", {"text": "Alone", "level": "h2"})
    page = factories.ArticlePageFactory(parent=site_tree.section, body=raw_body(block, block))
    assert "In this text" not in get(page.url)


def test_headings_of_cards_get_no_id():
    html = '<h3 class="card__title">A card</h3><h2 class="heading">★</h2>'
    assert add_heading_ids(html).html == html.replace("<h2 class", '<h2 id="h-part" class')


def test_correction_is_displayed_with_its_date(site_tree, get):
    page = factories.ArticlePageFactory(parent=site_tree.section)
    page.corrections.create(date=date(2026, 1, 2), text="<p>It was not so.</p>")
    page.save()
    html = get(page.url)
    assert "2 January 2026" in html
    assert "It was not so." in html


@pytest.fixture
def parts(site_tree):
    """A series and its three parts; the last one has no number and is the oldest."""
    make = factories.ArticlePageFactory
    series = factories.SeriesPageFactory(parent=site_tree.home, title="The quay", slug="quay")
    day = timedelta(days=1)
    parts = [
        make(parent=site_tree.section, title="Part one", series=series, series_part=1),
        make(parent=site_tree.section, title="Part two", series=series, series_part=2),
        make(parent=site_tree.section, title="Later", series=series, published_at=now() - 9 * day),
    ]
    return series, parts


def test_series_is_in_order_and_parts_link_to_each_other(parts, get):
    series, (one, two, later) = parts
    html = get(series.url)
    assert html.index(one.url) < html.index(two.url) < html.index(later.url)
    middle = get(two.url)
    assert f'<a rel="prev" href="{one.url}">' in middle
    assert f'<a rel="next" href="{later.url}">' in middle
    assert 'rel="prev"' not in get(one.url)
    assert 'rel="next"' not in get(later.url)


def test_series_numbers_its_parts_over_all_pages_of_the_list(parts, get):
    series, (one, *_) = parts
    for number in range(10, 40):
        factories.ArticlePageFactory(
            parent=one.get_parent(), title=f"Part {number}", series=series, series_part=number
        )
    assert '<ol start="1" class="listing' in get(series.url)
    assert f'<ol start="{PER_PAGE + 1}" class="listing' in get(f"{series.url}?page=2")


def test_private_part_is_skipped(parts, get):
    _series, (one, two, later) = parts
    restrict(two)
    assert f'<a rel="next" href="{later.url}">' in get(one.url)
    assert "Part two" not in get(later.url)


def test_private_series_is_not_named(parts, get):
    series, (one, *_) = parts
    restrict(series)
    html = get(one.url)
    assert series.title not in html
    assert "Part two" not in html or 'rel="next"' not in html


def test_related_pages_are_symmetric(site_tree, get):
    one, two = (factories.ArticlePageFactory(parent=site_tree.section) for _ in range(2))
    RelatedPage.objects.create(page=one, related=site_tree.book)
    RelatedPage.objects.create(page=one, related=two)
    assert one.related_reading == [site_tree.book, two]
    assert two.related_reading == [one]


def test_related_pages_are_filled_by_shared_topics(site_tree):
    topics = [factories.TopicFactory() for _ in range(3)]
    page, close, far, other = (
        factories.ArticlePageFactory(parent=site_tree.section) for _ in range(4)
    )
    factories.assign(page, *topics)
    factories.assign(far, topics[0])
    factories.assign(close, *topics[:2])
    assert page.related_reading == [close, far]
    assert other not in page.related_reading


def test_private_page_is_no_related_page(site_tree, get):
    topic = factories.TopicFactory()
    page, hidden, draft = (
        factories.ArticlePageFactory(parent=site_tree.section, title=title, live=title != "Draft")
        for title in ("Open", "Hidden", "Draft")
    )
    for each in (page, hidden, draft):
        factories.assign(each, topic)
    RelatedPage.objects.create(page=page, related=hidden)
    restrict(hidden)
    assert page.related_reading == []
    assert "Hidden" not in get(page.url)


def test_share_links(site_tree, get):
    page = factories.ArticlePageFactory(
        parent=site_tree.section, title="Bread & “roses”", slug="bread"
    )
    html = get(page.url)
    assert 'href="https://bsky.app/intent/compose?text=Bread%20%26%20' in html
    assert "http%3A%2F%2Flocalhost%2Fnews%2Fbread%2F" in html
    assert 'href="http://localhost/news/bread/" data-copy' in html


def test_title_has_its_language_everywhere(site_tree, get):
    page = factories.ArticlePageFactory(
        parent=site_tree.section, title="Las que pesan", title_language="es"
    )
    for address in (page.url, site_tree.section.url, "/"):
        assert '<span lang="es">Las que pesan</span>' in get(address)


def test_corrections_page_lists_the_latest_first(site_tree, get):
    hidden = factories.ArticlePageFactory(parent=site_tree.section, title="Hidden piece")
    hidden.corrections.create(text="<p>A secret error.</p>")
    hidden.save()
    restrict(hidden)
    old = factories.ArticlePageFactory(parent=site_tree.section, title="Old piece")
    old.corrections.create(date=date(2020, 1, 2), text="<p>It was not so.</p>")
    old.save()
    html = get(site_tree.corrections.url)
    assert f'<a href="{site_tree.article.url}#corrections">The strike</a>' in html
    assert html.index("It was May.") < html.index("It was not so.")
    assert "secret" not in html
    assert "Hidden" not in html


def test_repost_displays_credit_and_terms(site_tree, get):
    page = factories.ArticlePageFactory(
        parent=site_tree.section,
        source_publication="The Elsewhere",
        source_credit="Ida Older",
        source_terms="By permission of the author",
        editors_note="<p>From the archive: the mill closed in May.</p>",
        body=raw_body(("paragraph", "<p>The looms stand still.</p>")),
    )
    html = get(page.url)
    assert "Credited there: Ida Older." in html
    assert "By permission of the author" in html
    assert html.index("the mill closed") < html.index("The looms")


def test_format_has_a_listing_and_a_feed(site_tree, get):
    make = factories.ArticlePageFactory
    talk = make(parent=site_tree.section, title="A talk", format="interview")
    make(parent=site_tree.section, title="A draft", format="letter", live=False)
    hidden = make(parent=site_tree.section, title="Hidden piece", format="interview")
    restrict(hidden)
    index = get(site_tree.formats.url)
    assert 'href="/formats/interview/"' in index
    assert "letter" not in index
    html = get("/formats/interview/")
    assert talk.url in html
    assert site_tree.article.url not in html
    assert "Hidden" not in html
    assert "A talk" in get("/formats/interview/feed/")
    get("/formats/letter/", status=404)
    get("/formats/poem/", status=404)


def test_format_is_displayed_except_for_news(site_tree, get):
    page = factories.ArticlePageFactory(parent=site_tree.section, format="review")
    assert '<a href="/formats/review/">Review</a>' in get(page.url)
    assert '<p class="card__kicker">Review</p>' in get(site_tree.section.url)
    assert "page-header__kicker" not in get(site_tree.article.url)
    site_tree.formats.delete()
    assert "Review" in get(page.url)


@pytest.mark.parametrize(
    ("article_format", "schema_type"),
    [("news", "NewsArticle"), ("review", "ReviewNewsArticle"), ("interview", "NewsArticle")],
)
def test_schema_type_of_format(site_tree, article_format, schema_type):
    page = factories.ArticlePageFactory(parent=site_tree.section, format=article_format)
    assert page.schema_type == schema_type


def test_footnote_mark_follows_the_word_directly(site_tree, get):
    assert re.search(r"A claim<sup [^>]*>.*</sup>\.</p>", get(site_tree.article.url))


def test_link_to_a_draft_is_removed(site_tree, get):
    draft = factories.ArticlePageFactory(parent=site_tree.section, slug="secret", live=False)
    for number, page in enumerate([draft, site_tree.standard, site_tree.event]):
        link = f'<p><a linktype="page" id="{page.pk}">words {number}</a></p>'
        site_tree.article.body.append(("paragraph", RichText(link)))
    site_tree.article.save()
    restrict(site_tree.standard)
    html = get(site_tree.article.url)
    assert "<a>words 0</a>" in html
    assert "secret" not in html
    assert f'<a href="{site_tree.standard.url}">words 1</a>' in html
    assert f'<a href="{site_tree.event.url}">words 2</a>' in html


def test_listings_are_sorted_by_published_at(site_tree, get):
    """Including listings with pages of other types."""
    for year in (2013, 2026, 2007):
        page = factories.ArticlePageFactory(
            parent=site_tree.section,
            title=f"Of {year}",
            published_at=datetime(year, 1, 2, tzinfo=UTC),
        )
        factories.attribute(page, site_tree.person)
    html = get(site_tree.person.get_url())
    assert html.index("Of 2026") < html.index("Of 2013") < html.index("Of 2007")


def test_date_in_the_future_is_rejected(site_tree):
    page = site_tree.article
    page.published_at = now() + timedelta(days=2)
    with pytest.raises(ValidationError, match="in the future"):
        page.full_clean()
    page.go_live_at = now() + timedelta(days=3)
    page.full_clean()


def test_part_of_a_series_names_its_number_above_the_text(parts, get):
    _series, (one, two, later) = parts
    lines = [
        re.search(r'<p class="series-line">(.*?)</p>', get(each.url), re.S)[1]
        for each in (one, two, later)
    ]
    assert [re.search(r"Part \d of \d", line)[0] for line in lines] == [
        "Part 1 of 3",
        "Part 2 of 3",
        "Part 3 of 3",
    ]
    assert f'href="{one.url}"' in lines[1]
    assert f'href="{later.url}"' in lines[1]
    assert "Previous part" not in lines[0]


@pytest.mark.parametrize(
    ("kind", "is_essay"), [("long-read", True), ("review", True), ("news", False)]
)
def test_long_texts_are_set_as_essays(site_tree, get, kind, is_essay):
    article = factories.ArticlePageFactory(parent=site_tree.section, format=kind)
    assert ("article--essay" in get(article.url)) is is_essay


@pytest.mark.parametrize("width", LeadImageWidth.values)
def test_editors_choose_the_width_of_the_lead_image(site_tree, get, width):
    article = factories.ArticlePageFactory(
        parent=site_tree.section, lead_image=site_tree.image, lead_image_width=width
    )
    html = get(article.url)
    assert f"figure--{width}" in html
    assert RENDITION_SPECS[width].sizes in html


def test_authors_with_a_biography_are_introduced_below_the_text(
    site_tree, get, django_assert_num_queries
):
    article = factories.ArticlePageFactory(parent=site_tree.section)
    names = ["Ada Quay", "Ben Strand", "Cy Dune"]
    people = [
        factories.ContributorFactory(
            name=name, biography=f"<p>{name} writes.</p>", portrait=factories.SiteImageFactory()
        )
        for name in names
    ]
    factories.attribute(article, *people, factories.ContributorFactory(name="Unknown"))
    fresh = type(article).objects.get(pk=article.pk)
    fresh.fetch_relations()
    with django_assert_num_queries(2):
        introduced = fresh.authors_with_notes
    assert [person.name for person in introduced] == names
    html = get(article.url)
    assert all(f"{name} writes." in html for name in names)
    assert 'aria-label="About Unknown"' not in html


def test_articles_with_notes_load_the_script_that_places_them(site_tree, get):
    without = factories.ArticlePageFactory(parent=site_tree.section, slug="without")
    assert "margin-notes.js" in get(site_tree.article.url)
    assert "margin-notes.js" not in get(without.url)
