"""Reviews, extracts, statements, and the use of AI."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.access import restrict
from tests.structured_data import main_entity


def article(site_tree, **fields):
    return factories.ArticlePageFactory(parent=site_tree.section, **fields)


def test_review_displays_the_card_of_our_book(site_tree, get):
    html = get(article(site_tree, format="review", book=site_tree.book).url)
    assert "Reviewed" in html
    assert f'href="{site_tree.book.url}"' in html
    assert main_entity(html)["@type"] == "ReviewNewsArticle"
    assert main_entity(html)["itemReviewed"]["name"] == "The tide"


def test_extract_links_to_its_book(site_tree, get):
    html = get(article(site_tree, format="long-read", book=site_tree.book).url)
    assert "From the book" in html
    assert main_entity(html)["isPartOf"]["url"] == site_tree.book.full_url


def test_review_describes_a_book_of_another_publisher(site_tree, get):
    described = {"book_title": "Nets", "book_author": "B. Author", "book_publisher": "Far Press"}
    html = get(article(site_tree, format="review", book_isbn="978-0-902869-33-2", **described).url)
    assert re.search(r"B\. Author, <cite>Nets</cite>, Far Press, ISBN 978-0-902869-33-2", html)
    assert main_entity(html)["itemReviewed"] == {
        "@type": "Book",
        "name": "Nets",
        "author": "B. Author",
        "publisher": "Far Press",
        "isbn": "9780902869332",
    }


def test_private_book_is_not_named(site_tree, get):
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
def test_invalid_book_is_rejected(site_tree, fields, field):
    if fields.get("book"):
        fields["book"] = site_tree.book
    with pytest.raises(ValidationError) as error:
        article(site_tree, **fields)
    assert list(error.value.message_dict) == [field]


def test_chooser_offers_books_only(site_tree, admin_client):
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
    assert main_entity(html)["sourceOrganization"]["name"] == "The assembly"


@pytest.mark.parametrize(
    ("use", "text", "image_note"),
    [
        ("assisted", "Written with the help of AI", "Made with the help of AI"),
        ("generated", "Written by AI", "Made by AI"),
    ],
)
def test_use_of_ai_is_displayed(site_tree, get, use, text, image_note):
    page = article(site_tree, ai_use=use, lead_image=site_tree.image)
    site_tree.image.ai_use = use
    site_tree.image.save()
    html = get(page.url)
    assert text in html
    assert image_note in html
    assert main_entity(html)["digitalSourceType"].endswith("TrainedAlgorithmicMediaDigitalSource")
    assert "by AI" not in get(site_tree.standard.url)


def test_decorative_lead_image_has_an_empty_alt(site_tree, get):
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
def test_old_repost_is_from_the_archive(site_tree, get, original, marked):
    page = article(site_tree, source_date=original, published_at=factories.noon(2026, 5, 1))
    html = get(page.url)
    assert ("From the archive" in html) is marked
    if marked:
        assert '<time datetime="1998-05-01">1 May 1998</time>' in html
