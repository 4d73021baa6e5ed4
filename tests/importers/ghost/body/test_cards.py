"""Each card, in each of the forms in which Ghost stores it, is on the page or in the report."""

import html
import re

import pytest

from news.models import ArticlePage
from tests.importers.ghost.cards import CARDS, UNSEEN
from tests.importers.ghost.exports import card, lexical, mobiledoc, node, post, words

pytestmark = pytest.mark.once

# In a form that every card has around it, so that what a card breaks is noticed.
BEFORE, AFTER = "Before the card.", "After the card."


def as_html(each):
    return {"html": f"<p>{BEFORE}</p>{each.html}<p>{AFTER}</p>"}


def as_lexical(each):
    around = [node("paragraph", words(text)) for text in (BEFORE, AFTER)]
    return {"html": None, "lexical": lexical(around[0], card(each.name, **each.values), around[1])}


def as_mobiledoc(each):
    name = each.name if each.old_name is None else each.old_name
    around = [[1, "p", [[0, [], 0, text]]] for text in (BEFORE, AFTER)]
    return {
        "html": "",
        "mobiledoc": mobiledoc(around[0], [10, 0], around[1], cards=[[name, each.values]]),
    }


FORMS = [
    pytest.param(each, form, id=f"{number}-{each.name}-{form.__name__}")
    for number, each in enumerate(CARDS)
    for form in (as_html, as_lexical, as_mobiledoc)
    if form is not as_mobiledoc or each.old_name != ""
]  # fmt: skip


def on_the_page(client, page):
    source = client.get(page.url).content.decode()
    main = source.partition("<main")[2].partition("</main>")[0]
    return html.unescape(main) + " " + " ".join(html.unescape(re.sub(r"<[^>]+>", "", main)).split())


def check(each, report, client):
    found = ArticlePage.objects.get()
    assert not [entry for entry in report["entries"] if entry["outcome"] == "failed"]
    place = (
        on_the_page(client, found)
        + html.unescape(str(found.body.raw_data))
        + str(report["entries"])
    )
    for expected in (BEFORE, AFTER, *each.words):
        assert expected in place or expected.replace("\n", "\\n") in place, expected
    return [block["type"] for block in found.body.raw_data]


@pytest.mark.parametrize(("each", "form"), FORMS)
def test_card_becomes_blocks(import_posts, content, client, each, form):
    report = import_posts(post(1, **form(each)), options={"media": content})
    blocks = check(each, report, client)
    kinds = [kind for kind, before in zip(blocks, ["", *blocks], strict=False) if kind != before]
    around = ["paragraph", *each.blocks, "paragraph"]
    assert kinds == [
        kind for kind, before in zip(around, ["", *around], strict=False) if kind != before
    ]
    lost = [
        text
        for entry in report["entries"]
        for kind, text in entry["warnings"]
        if kind in ("drawing", "recording", "file")
    ]
    assert not lost


@pytest.mark.parametrize(("each", "form"), FORMS)
def test_words_of_a_card_without_its_files_are_kept(import_posts, client, each, form):
    report = import_posts(post(1, **form(each)))
    check(each, report, client)
    place = str(report["entries"]) + html.unescape(str(ArticlePage.objects.get().body.raw_data))
    for file in re.findall(r"(?:images|media|files)/(?:size/w600/)?(2023/01/[\w.]+)", each.html):
        assert file in place, file


@pytest.mark.parametrize("form", [as_lexical, as_mobiledoc])
@pytest.mark.parametrize("each", UNSEEN, ids=[each.name for each in UNSEEN])
def test_card_that_readers_never_saw_is_reported(import_posts, client, each, form):
    report = import_posts(post(1, **form(each)))
    assert check(each, report, client) == ["paragraph"]
    assert str(report["entries"]).count(each.words[0]) == 1


def test_text_for_emails_is_reported_if_ghost_rendered_the_rest(import_posts):
    document = lexical(
        card("email", html="<p>Dear reader</p>"), card("email-cta", html="<p>Upgrade</p>")
    )
    report = import_posts(post(1, lexical=document))
    assert [text for entry in report["entries"] for _, text in entry["warnings"]] == [
        "A text that only e-mails contained was left out: <p>Dear reader</p>",
        "A text that only e-mails contained was left out: <p>Upgrade</p>",
    ]
