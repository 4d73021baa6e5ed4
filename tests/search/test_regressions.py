"""Regression tests for the search."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import SearchPromotion

from core.rate_limits import client_network
from news.models import ArticlePage
from search.index import maintenance
from search.index.maintenance import Difference, check_index
from search.models import SearchWord
from tests import factories
from tests.access import restrict
from tests.search.search_helpers import choices_of, number_of, titles
from tests.site_tree import raw_body


@pytest.fixture
def article(site_tree):
    def make(title, text="", **fields):
        body = raw_body(("paragraph", f"<p>{text}</p>"))
        return factories.ArticlePageFactory(
            parent=site_tree.section, title=title, body=body, **fields
        )

    return make


def promote(text, page):
    return SearchPromotion.objects.create(query=SearchTerm.get(text), page=page)


def test_active_facet_hides_names_used_on_private_pages_only(article, get):
    page = article("Members")
    factories.attribute(page, factories.ContributorFactory(name="Zébulon Quirk", slug="zq"))
    factories.assign(page, factories.TopicFactory(name="Sécret plans", slug="sp"))
    restrict(page)
    html = get("/search/?person=zq&topic=sp")
    assert "Zébulon" not in html
    assert "Sécret" not in html
    assert "zq" in html


def test_facet_counts_are_right_with_a_promoted_result(article, get):
    pages = [article(f"Anemone {number}", format="review") for number in range(2)]
    article("Anemone 2")
    promote("anemone", pages[0])
    html = get("/search/?q=anemone")
    assert number_of(html) == 3
    for label, (number, choice) in choices_of(html).items():
        assert number_of(get(choice)) == number, label
    assert html[html.index("<main") :].count(f'href="{pages[0].url}"') == 1


def test_sort_by_date_ignores_relevance(article):
    article("Anchor", published_at=datetime(2011, 5, 1, tzinfo=UTC))
    article("Anchors away", published_at=datetime(2020, 5, 1, tzinfo=UTC))
    assert titles("anchor", sort="date") == ["Anchors away", "Anchor"]
    assert titles("anchor") == ["Anchor", "Anchors away"]


@pytest.mark.parametrize("minus", ["-type:book", "-author:ada", "-topic:housing"])
def test_operator_with_minus_excludes(site_tree, minus):
    assert "The tide" in titles("quillwort")
    found = titles(f"quillwort {minus}")
    assert found
    assert "The tide" not in found


def test_pages_are_reindexed_if_their_document_is_deleted(article):
    document = factories.SiteDocumentFactory(title="Wobblegram dossier", file__filename="a.pdf")
    page = article("Files")
    page.body = raw_body(("document", {"document": document.pk, "title": ""}))
    page.save()
    assert "Files" in titles("wobblegram")
    document.delete()
    assert titles("wobblegram") == []


def test_tags_of_a_document_are_indexed(article):
    document = factories.SiteDocumentFactory(title="Dossier", file__filename="a.pdf")
    page = article("Files")
    page.body = raw_body(("document", {"document": document.pk, "title": ""}))
    page.save()
    document.tags.add("zorgtag", "yumtag")
    assert titles("zorgtag") == ["Dossier"]
    document.tags.remove("zorgtag")
    assert titles("zorgtag") == []
    tag = document.tags.get()
    tag.name = "plumtag"
    tag.save()
    assert titles("yumtag") == []
    assert titles("plumtag") == ["Dossier"]


def test_page_and_its_alias_are_found_once(site_tree, article):
    page = article("Cormorants")
    page.create_alias(parent=site_tree.section, update_slug="alias")
    assert titles("cormorants") == ["Cormorants"]


@pytest.mark.parametrize(
    ("direct", "forwarded", "network"),
    [
        ("::ffff:1.2.3.4", "", "1.2.3.4/32"),
        ("127.0.0.1", "::ffff:5.6.7.8", "5.6.7.8/32"),
        ("127.0.0.1", "5.6.7.8:1234", "5.6.7.8/32"),
        ("127.0.0.1", "[2a00::1]:1234", "2a00::/64"),
        ("", "9.9.9.9, 5.6.7.8", "5.6.7.8/32"),
        ("127.0.0.1", "nonsense", "127.0.0.1/32"),
        ("", "", ""),
    ],
)
def test_client_network(rf, direct, forwarded, network):
    request = rf.get("/", REMOTE_ADDR=direct, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_network(request) == network


def test_private_words_do_not_prevent_a_correction(article, get):
    article("Harbour lights")
    restrict(article("harbouxra harbouxrb harbouxrc harbouxrd harbouxre harbouxrf"))
    assert "Harbour lights" in get("/search/?q=harbouxr")


def test_correction_keeps_exclusions(article, get):
    article("The strike in Merrow Bay")
    article("The strike elsewhere")
    html = get('/search/?q=stirke+-"merrow bay"')
    assert "elsewhere" in html
    assert "The strike in Merrow Bay" not in html


def test_promotion_applies_to_every_spelling_once(article, client, get, moderator):
    page = article("Rebels")
    promote("O'Hara", page)
    promote("O’Hara", page)
    for typed in ("ohara", "O’Hara", "o hara"):
        assert get(f"/search/?q={typed}").count("Recommended</p>") == 1
    promote("!!!", page)
    assert "Recommended" not in get('/search/?q="')
    SearchTerm.get("o-hara").add_hit()
    client.force_login(moderator)
    assert "o-hara" not in client.get(reverse("search_misses")).content.decode()


def test_expired_promoted_page_is_left_out(article, get):
    page = article("Rebels")
    promote("zeppelin", page)
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=now() - timedelta(minutes=1))
    assert "Recommended" not in get("/search/?q=zeppelin")


def test_exact_title_is_first_if_typed_without_hyphen(article):
    article("Antiwidgetism and anti-widgetism: antiwidgetism explained", "antiwidgetism")
    article("Anti-widgetism")
    assert titles("antiwidgetism")[0] == "Anti-widgetism"


def test_archive_of_a_day_lists_the_latest_first(article, get):
    for title, hour in (("Morning", 9), ("Evening", 17)):
        article(title, published_at=datetime(2024, 5, 5, hour, tzinfo=UTC))
    html = get("/archive/2024/5/5/")
    assert html.index(">Evening<") < html.index(">Morning<")


def test_check_finds_missing_and_unused_words(site_tree):
    list(check_index(repair=True))
    SearchWord.objects.filter(word="quillwort").delete()
    SearchWord.objects.create(word="zugzwang", stem="zugzwang")
    found = [str(each.title) for each in check_index(repair=False) if isinstance(each, Difference)]
    assert found == ["1 word", "1 word"]
    list(check_index(repair=True))
    assert [each for each in check_index(repair=False) if isinstance(each, Difference)] == []
    assert not SearchWord.objects.filter(word="zugzwang").exists()


def test_dropped_index_is_created_again(site_tree, monkeypatch):
    created = []
    monkeypatch.setattr(
        "search.index.maintenance.missing_indexes", lambda: ["vector"] * (not created)
    )
    monkeypatch.setattr(
        "search.index.maintenance.create_missing_indexes", lambda: created.append(1)
    )
    found = [str(each.title) for each in check_index(repair=True) if isinstance(each, Difference)]
    assert "Full-text index" in found
    assert created
    assert maintenance.missing_indexes() == []


def test_no_results_page_links_to_single_words(site_tree, get):
    html = get("/search/?q=quillwort+zzzqqq&type=event")
    assert "Remove one of the filters above." in html
    assert "One of them alone finds more" in html


def test_feed_uses_the_corrected_query(article, get):
    article("Harbour strike")
    assert '/search/feed/?q=harbour+strike"' in get("/search/?q=harbuor+stirke")
