"""Notices have a plain text and an HTML version with the same words."""

from email import message_from_bytes, policy

import pytest
from bs4 import BeautifulSoup
from django.core.mail import BadHeaderError
from hypothesis import given
from hypothesis import strategies as st

from core.mail import compose
from core.plain_text import html_to_text

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
LINK = ("Open it", "https://slipway.example/a?b=1&c=2")


def sent(message):
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def test_both_versions_have_the_same_links_and_words():
    context = {"paragraphs": ["A <b> & C", "Two\nlines"], "links": [LINK], "foot": ["1 Quay Row"]}
    message = sent(compose("To review: Mud", ["ed@example.org"], context))
    plain = message.get_body(["plain"]).get_content()
    html = BeautifulSoup(message.get_body(["html"]).get_content(), "html.parser")
    assert LINK[1] in plain.splitlines()
    assert html.find("a")["href"] == LINK[1]
    for words in ("A <b> & C", "Two", "1 Quay Row"):
        assert words in plain
        assert words in html.get_text()
    assert message["Auto-Submitted"] == "auto-generated"
    assert html.find("a")["style"]


@given(subject=st.text(max_size=80), words=TEXT)
def test_no_subject_adds_a_header(subject, words):
    message = compose(subject, ["ed@example.org"], {"paragraphs": [words], "links": []})
    parsed = sent(message)
    assert set(parsed.keys()) == {
        *("Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"),
        "Auto-Submitted",
    }
    assert "\n" not in message.subject
    assert words.strip() in message.body
    html = BeautifulSoup(message.alternatives[0][0], "html.parser")
    assert not html.find_all(["script", "img", "iframe"])


@pytest.mark.parametrize("option", [{"from_email": "A\nBcc: x@example.org <a@example.org>"}])
def test_sender_with_a_line_break_is_refused(option):
    message = compose("A", ["ed@example.org"], {"paragraphs": [], "links": []}, **option)
    with pytest.raises(BadHeaderError):
        message.message()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>Tide</h1><p>Two\n words<br>and a line</p>", "Tide\n====\n\nTwo words\nand a line\n"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n\n- Two\n"),
        ('<p>See <a href="https://a.example/">the notice</a>.</p>',) * 1
        + ("See the notice <https://a.example/>.\n",),
        ('<a href="https://a.example/">https://a.example/</a>', "https://a.example/\n"),
        ('<img src="x" alt="A quay"><img src="y" alt="">', "[A quay]\n"),
        ("<style>p{}</style><div class=preheader>No</div><p>Yes</p>", "Yes\n"),
        ("", "\n"),
    ],
)
def test_html_becomes_text(html, text):
    assert html_to_text(html) == text


@given(
    html=st.text(max_size=200)
    | st.lists(
        st.sampled_from(["<p>", "<a href=x>", "</a>", "<li", "<h1>", "x", "<br>", "<img alt=1>"])
    ).map("".join)
)
def test_any_html_becomes_text(html):
    assert html_to_text(html).endswith("\n")
