"""Citations, read back by the parsers of other programs."""

import json
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from bs4 import BeautifulSoup

from core.metadata.citations import Citation, CitationKind, Name, bibtex
from tests import factories
from tests.access import restrict


def download(client, page, form):
    response = client.get(f"{page.url}cite/{form}/")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    return response.content.decode()


def read_bibtex(text):
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    (entry,) = bibtexparser.loads(text, parser).entries
    return entry


@pytest.fixture
def book(site_tree):
    """A book with special characters in its title, by a person and a group."""
    page = factories.BookPageFactory(
        parent=site_tree.catalogue,
        title="Ecosocialism Not Extinction",
        subtitle="A & B: 100% {sic}",
        publication_date="2022-11",
    )
    factories.attribute(page, factories.ContributorFactory(name="Allan Todd"))
    union = factories.ContributorFactory(name="Union of Readers", kind="collective")
    factories.attribute(page, union, role="editor")
    factories.edition(page, {"GBP": "5"}, isbn="9780306406157", pages=88)
    return page


def test_bibtex_of_book(book, client):
    entry = read_bibtex(download(client, book, "bibtex"))
    assert (entry["ENTRYTYPE"], entry["ID"]) == ("book", "todd2022ecosocialism")
    assert (entry["author"], entry["editor"]) == ("Allan Todd", "{Union of Readers}")
    subtitle = r"A \& B: 100\% \textbraceleft{}sic\textbraceright{}"
    assert entry["title"] == f"{{Ecosocialism Not Extinction: {subtitle}}}"
    assert (entry["date"], entry["year"], entry["pagetotal"]) == ("2022-11", "2022", "88")
    assert (entry["isbn"], entry["publisher"]) == ("978-0-306-40615-7", "The Test")
    assert entry["url"] == f"http://localhost{book.url}"


def test_ris_of_book(book, client):
    (entry,) = rispy.loads(download(client, book, "ris"))
    assert (entry["type_of_reference"], entry["title"]) == (
        "BOOK",
        "Ecosocialism Not Extinction: A & B: 100% {sic}",
    )
    assert entry["authors"] == ["Todd, Allan"]
    assert (entry["year"], entry["date"]) == ("2022", "2022/11//")
    assert entry["issn"] == "978-0-306-40615-7"


def test_csl_of_book(book, client):
    (item,) = json.loads(download(client, book, "csl"))
    assert (item["type"], item["issued"]) == ("book", {"date-parts": [[2022, 11]]})
    assert item["author"] == [{"family": "Todd", "given": "Allan"}]
    assert item["editor"] == [{"literal": "Union of Readers"}]
    assert (item["ISBN"], item["number-of-pages"]) == ("978-0-306-40615-7", 88)


def test_citation_of_article_has_publication_and_date(site_tree, client):
    entry = read_bibtex(download(client, site_tree.article, "bibtex"))
    assert (entry["ENTRYTYPE"], entry["journaltitle"]) == ("article", "The Test")
    assert entry["date"] == f"{site_tree.article.published_time:%Y-%m-%d}"
    (item,) = json.loads(download(client, site_tree.article, "csl"))
    assert item["container-title"] == "The Test"


def test_citation_of_repost_has_original_source(site_tree, client):
    site_tree.article.source_url = "https://lantern.example.org/1"
    site_tree.article.source_publication = "The Lantern"
    site_tree.article.source_date = date(1998, 5, 1)
    site_tree.article.save()
    entry = read_bibtex(download(client, site_tree.article, "bibtex"))
    assert (entry["url"], entry["journaltitle"], entry["date"]) == (
        *(site_tree.article.source_url, "The Lantern"),
        "1998-05-01",
    )


def test_page_has_downloads_and_meta_tags(book, get):
    page = BeautifulSoup(get(book.url), "html.parser")
    links = [link["href"] for link in page.select(".cite a")]
    assert links == [f"{book.url}cite/{form}/" for form in ("bibtex", "ris", "csl")]
    assert "Allan Todd (2022). Ecosocialism Not Extinction" in page.select_one(".cite p").text
    tags = {tag["name"]: tag["content"] for tag in page.select("meta[name^=citation_]")}
    assert tags["citation_author"] == "Allan Todd"
    assert (tags["citation_publication_date"], tags["citation_isbn"]) == (
        "2022/11",
        "978-0-306-40615-7",
    )


def test_hidden_pages_have_no_citations(site_tree, client):
    restrict(site_tree.article)
    site_tree.book.unpublish()
    for page, status in ((site_tree.article, 302), (site_tree.book, 404)):
        for form in ("bibtex", "ris", "csl"):
            assert client.get(f"{page.url}cite/{form}/").status_code == status
    assert client.get(f"{site_tree.sequel.url}cite/").status_code == 404
    assert client.get(f"{site_tree.sequel.url}cite/word/").status_code == 404


@pytest.mark.parametrize("title", ["", "…", "東京", "\\", "Ünïcode 100 %", "{" * 9])
def test_any_title_has_a_key_and_a_readable_entry(title):
    citation = Citation(CitationKind.ARTICLE, title, "https://example.org/", "The Test", "en")
    entry = read_bibtex(bibtex(citation))
    assert entry["url"] == "https://example.org/"


def test_only_names_of_people_are_inverted():
    assert Name("Ottoline Varga-Reeve", is_person=True).inverted == "Varga-Reeve, Ottoline"
    assert Name("Madonna", is_person=True).inverted == "Madonna"
    assert Name("Union of Readers", is_person=False).inverted == "Union of Readers"
