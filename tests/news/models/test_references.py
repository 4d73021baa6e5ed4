"""Reviews, extracts and statements; who or what wrote a text."""

import json
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.access import restrict


def article(site_tree, **fields):
    return factories.ArticlePageFactory(parent=site_tree.section, **fields)


def data(html):
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(text)


def test_review_shows_the_card_of_a_book_of_ours(site_tree, get):
    html = get(article(site_tree, format="review", book=site_tree.book).url)
    assert "Reviewed" in html
    assert f'href="{site_tree.book.url}"' in html
    assert data(html)["@type"] == "ReviewNewsArticle"
    assert data(html)["itemReviewed"]["name"] == "The tide"


def test_extract_points_at_its_book(site_tree, get):
    html = get(article(site_tree, format="long-read", book=site_tree.book).url)
    assert "From the book" in html
    assert data(html)["isPartOf"]["url"] == site_tree.book.full_url


def test_review_describes_a_book_of_another_publisher(site_tree, get):
    described = {"book_title": "Nets", "book_author": "B. Author", "book_publisher": "Far Press"}
    html = get(article(site_tree, format="review", book_isbn="978-0-902869-33-2", **described).url)
    assert re.search(r"B\. Author, <cite>Nets</cite>, Far Press, ISBN 978-0-902869-33-2", html)
    assert data(html)["itemReviewed"] == {
        "@type": "Book",
        "name": "Nets",
        "author": "B. Author",
        "publisher": "Far Press",
        "isbn": "9780902869332",
    }


def test_book_that_is_not_public_is_not_named(site_tree, get):
    page = article(site_tree, format="review", book=site_tree.book)
    restrict(site_tree.catalogue)
    html = get(page.url)
    assert "The tide" not in html
    assert "itemReviewed" not in html


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"book_title": "Nets", "book_isbn": "978-0-902869-33-3"}, "book_isbn"),
        ({"book_author": "B. Author"}, "book_title"),
        ({"book_title": "Nets", "book": "ours"}, "book_title"),
    ],
)
def test_book_is_described_in_one_way_and_right(site_tree, fields, field):
    if fields.get("book"):
        fields["book"] = site_tree.book
    with pytest.raises(ValidationError) as refusal:
        article(site_tree, **fields)
    assert list(refusal.value.message_dict) == [field]


def test_editor_chooses_among_books_alone(site_tree, admin_client):
    html = admin_client.get(f"/admin/pages/{site_tree.article.pk}/edit/").content.decode()
    chooser = re.search(r'<input[^>]*name="book"[^>]*>', html)
    assert chooser
    assert "books.bookpage" in html


def test_statement_names_the_body_and_the_day(site_tree, get):
    page = article(
        site_tree, format="statement", adopted_by="The assembly", adopted_on=date(2026, 5, 1)
    )
    html = get(page.url)
    assert "Adopted by The assembly" in html
    assert '<time datetime="2026-05-01">1 May 2026</time>' in html
    assert data(html)["sourceOrganization"]["name"] == "The assembly"


@pytest.mark.parametrize(
    ("use", "text", "picture"),
    [
        ("assisted", "Written with the help of AI", "Made with the help of AI"),
        ("generated", "Written by AI", "Made by AI"),
    ],
)
def test_readers_are_told_of_ai(site_tree, get, use, text, picture):
    page = article(site_tree, ai_use=use, lead_image=site_tree.image)
    site_tree.image.ai_use = use
    site_tree.image.save()
    html = get(page.url)
    assert text in html
    assert picture in html
    assert data(html)["digitalSourceType"].endswith("TrainedAlgorithmicMediaDigitalSource")
    assert "by AI" not in get(site_tree.standard.url)


def test_lead_image_that_only_decorates_is_passed_over(site_tree, get):
    page = article(
        site_tree, lead_image=site_tree.image, lead_image_alt="Boats", lead_image_decorative=True
    )
    html = get(page.url)
    assert 'alt="Boats"' not in html
    assert 'alt=""' in html
    assert "og:image:alt" not in html


@pytest.mark.parametrize(
    ("original", "marked"), [(date(1998, 5, 1), True), (date(2026, 4, 1), False), (None, False)]
)
def test_old_text_is_marked_as_from_the_archive(site_tree, get, original, marked):
    page = article(site_tree, source_date=original, published_at=factories.noon(2026, 5, 1))
    html = get(page.url)
    assert ("From the archive" in html) is marked
    if marked:
        assert '<time datetime="1998-05-01">1 May 1998</time>' in html
