"""The message of a letter is complete, and survives any stored body."""

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.urls import reverse
from django.utils.timezone import now

from core.models.publishing import page_findings
from letters.composition import compose_letter
from letters.models import (
    LetterPage,
    Mailing,
)
from letters.sending.sender import Sender
from tests import factories
from tests.editing import edit_address
from tests.form_data import page_data
from tests.letters.pages import publish
from tests.site_tree import raw_body


def test_message_stands_alone(site_tree, letter):
    """Addresses are complete, styles are in the elements, images have a text or are decoration."""
    site_tree.article.published_at = now()
    site_tree.article.lead_image = factories.SiteImageFactory()
    site_tree.article.save()
    mail = LetterPage.objects.get(pk=letter.pk).render_mail()
    html = BeautifulSoup(mail.html, "html.parser")
    links = [each["href"] for each in html.select("[href]")]
    images = [each["src"] for each in html.select("[src]")]
    assert images
    assert all(
        each.startswith(("http://localhost/", "https://bank.example/", "https://unsub"))
        for each in links
    )
    assert all(each.startswith("http://localhost/media/") for each in images)
    assert all(each.has_attr("alt") for each in html.find_all("img"))
    assert all(table["role"] == "presentation" for table in html.find_all("table"))
    assert "color" in html.h1.parent.find("a")["style"]
    assert not html.select("script, link, form, iframe, object, video")
    assert html.html["lang"] == "en"
    assert "prefers-color-scheme: dark" in html.style.string
    assert html.select_one(".preheader").get_text() == letter.preheader
    assert f"{site_tree.article.title} <{site_tree.article.full_url}>" in mail.text
    assert "£5 <https://bank.example/5>" in mail.text
    assert "<p" not in mail.text
    assert letter.preheader not in mail.text


def test_language_and_name_are_those_of_the_list(letter, weekly_list):
    weekly_list.language, weekly_list.name = "de", "Der Brief"
    weekly_list.save()
    html = LetterPage.objects.get(pk=letter.pk).render_mail().html
    assert '<html dir="ltr" lang="de">' in html or '<html lang="de" dir="ltr">' in html
    assert "Der Brief" in html


@pytest.mark.parametrize(
    "title", ["Two\nlines", "Bcc: x@example.org\r\nTo: y@example.org", "a" * 200]
)
def test_no_title_adds_a_header(letter, weekly_list, subscribers, title):
    LetterPage.objects.filter(pk=letter.pk).update(title=title)
    assert "\n" not in LetterPage.objects.get(pk=letter.pk).render_mail().subject


def test_long_letter_is_a_finding(letter):
    page = LetterPage.objects.get(pk=letter.pk)
    assert "mail-size" not in {finding.check.name for finding in page_findings(page)}
    page = LetterPage.objects.get(pk=letter.pk)
    page.body = raw_body(*[("paragraph", f"<p>{'word ' * 150}</p>")] * 160)
    assert "mail-size" in {finding.check.name for finding in page_findings(page)}


@pytest.mark.parametrize(
    "stored",
    [
        [{"type": "articles", "value": {"heading": "A", "days": None, "count": 10**9}}],
        [{"type": "events", "value": {"heading": None, "days": "x", "count": -1}}],
        [{"type": "items", "value": {"items": [10**12, None, "x"]}}],
        [{"type": "appeal", "value": {"links": [{"type": "page", "value": {"page": 4}}]}}],
        [{"type": "image", "value": None}],
    ],
)
def test_forged_bodies_are_survived(letter, stored):
    LetterPage.objects.filter(pk=letter.pk).update(body=stored)
    page = LetterPage.objects.get(pk=letter.pk)
    assert page.render_mail().html
    assert page_findings(page) is not None
    assert compose_letter(page.body, now(), {"x": [1]})


@pytest.mark.parametrize("url", ["http://[x", "javascript:alert(1)", "https://a.example/%zz", "//"])
def test_forged_links_are_survived(letter, subscribers, url):
    body = raw_body(("paragraph", f'<p>See <a href="{url}">this</a>.</p>'))
    LetterPage.objects.filter(pk=letter.pk).update(body=body)
    page = LetterPage.objects.get(pk=letter.pk)
    page.save_revision()
    publish(letter)
    assert "this" in Mailing.objects.get().text


def test_link_with_the_placeholder_tells_no_other_site(letter, subscribers, server):
    link = '<p><a href="https://evil.example/?u=https://unsubscribe.invalid/">x</a></p>'
    LetterPage.objects.filter(pk=letter.pk).update(body=raw_body(("paragraph", link)))
    LetterPage.objects.get(pk=letter.pk).save_revision()
    publish(letter)
    Sender(10).send_due()
    for part in ("plain", "html"):
        content = server.handler.messages[0].get_body([part]).get_content()
        assert "https://evil.example/?u=https://unsubscribe.invalid/" in content
        assert "/_letters/unsubscribe/" in content


def test_mail_can_be_seen_with_its_styles(letter, client, editor):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[letter.pk])
    data = page_data(client.get(edit_address(letter)).content.decode(), letter)
    assert client.post(address, data).json()["is_valid"]
    shown = client.get(address, {"mode": "mail"})
    assert "style-src 'self' 'unsafe-inline'" in shown.headers["Content-Security-Policy"]


def test_previews(letter, client, editor):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:view_draft", args=[letter.pk])
    assert client.get(address).status_code == 200
    request = RequestFactory().get("/")
    request.user = editor
    page = letter.get_latest_revision_as_object()
    kinds = [
        page.make_preview_request(request, mode)["Content-Type"] for mode, _ in page.preview_modes
    ]
    assert kinds == ["text/html; charset=utf-8"] * 2 + ["text/plain; charset=utf-8"]
