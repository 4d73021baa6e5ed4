"""A letter is a page like any other; publishing it sends it once."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from wagtail.log_actions import LogContext

from core.models.publishing import PublicationError
from events.models import EventPage
from letters.models import (
    EndReason,
    LetterPage,
    Mailing,
    RecipientState,
    Subscriber,
    Subscription,
)
from letters.sending.sender import Sender
from tests import factories
from tests.access import member
from tests.letters.pages import publish
from tests.review_helpers import submit
from tests.site_tree import raw_body


def titles(letter):
    parts = LetterPage.objects.get(pk=letter.pk).compose().parts
    return {
        part.block.value["heading"]: [page.title for page in part.pages]
        for part in parts
        if part.kind == "items"
    }


def test_publication_sends_the_letter_once_to_those_who_want_it(letter, subscribers):
    Subscriber.objects.filter(pk=subscribers[0].pk).update(undeliverable_at=now())
    subscribers[1].subscriptions.end(EndReason.UNSUBSCRIBED)
    publish(letter)
    mailing = Mailing.objects.get()
    assert (mailing.subject, mailing.letter) == (letter.title, letter)
    assert {each.address for each in mailing.recipients.all()} == {
        "r2@example.org",
        "r3@example.org",
    }
    publish(letter)
    assert Mailing.objects.count() == 1


def test_letter_arrives_and_its_link_unsubscribes(letter, subscribers, server, client):
    publish(letter)
    assert Sender(10).send_due() == 4
    message = server.handler.messages[0]
    recipient = Subscriber.objects.get(email=message["To"])
    assert message["Subject"] == "The tide & the turn"
    assert message["List-Id"] == "<weekly.localhost>"
    (link,) = {message["List-Unsubscribe"].strip(" <>")}
    for part in ("plain", "html"):
        content = message.get_body([part]).get_content()
        assert link in content
        assert "unsubscribe.invalid" not in content
    client.post(urlsplit(link).path, {"List-Unsubscribe": "One-Click"})
    assert not recipient.subscriptions.active().exists()
    assert Subscription.objects.active().count() == 3


def test_lists_fill_themselves(site_tree, letter):
    site_tree.article.published_at = now() - timedelta(days=1)
    site_tree.article.save()
    factories.ArticlePageFactory(
        parent=site_tree.article.get_parent(), title="Old", published_at=now() - timedelta(days=9)
    )
    private = factories.ArticlePageFactory(
        parent=site_tree.article.get_parent(), title="For members"
    )
    private.view_restrictions.create(restriction_type="login")
    factories.ArticlePageFactory(parent=site_tree.article.get_parent(), title="Draft", live=False)
    shown = titles(letter)
    assert site_tree.article.title in shown["This week"]
    assert not {"Old", "For members", "Draft"} & set(shown["This week"])
    assert shown["New books"] == [site_tree.book.title]


def test_events_of_the_coming_days_alone(site_tree, letter):
    for number, title in ((3, "Soon"), (30, "Later"), (-3, "Over")):
        day = now() + timedelta(days=number)
        factories.EventPageFactory(
            parent=site_tree.event.get_parent(), title=title, start_date=day.date()
        )
    shown = titles(letter)["What is on"]
    assert "Soon" in shown
    assert not {"Later", "Over"} & set(shown)
    EventPage.objects.all().delete()
    assert "What is on" not in titles(letter)  # Empty lists are left out.


def test_no_page_is_listed_twice(site_tree, archive):
    site_tree.article.published_at = now()
    site_tree.article.save()
    pages = [site_tree.article.pk, site_tree.book.pk]
    body = raw_body(
        ("items", {"heading": "First", "items": pages, "with_images": False}),
        ("articles", {"heading": "Latest", "days": 7, "count": 10, "with_images": False}),
    )
    page = factories.LetterPageFactory(parent=archive, body=body, live=False)
    shown = titles(page)
    assert shown["First"] == [site_tree.article.title, site_tree.book.title]
    assert site_tree.article.title not in shown["Latest"]
    assert shown["Latest"]


def test_sent_letter_keeps_its_pages(site_tree, letter, client):
    site_tree.article.published_at = now()
    site_tree.article.save()
    sent = publish(letter)
    later = factories.ArticlePageFactory(parent=site_tree.article.get_parent(), title="Later")
    assert site_tree.article.title in titles(sent)["This week"]
    assert later.title not in titles(sent)["This week"]
    page = client.get(sent.url).content.decode()
    assert site_tree.article.title in page
    assert later.title not in page
    site_tree.article.unpublish()
    assert site_tree.article.title not in client.get(sent.url).content.decode()


def test_letter_goes_out_at_its_time(letter, subscribers, moderator, editor):
    page = LetterPage.objects.get(pk=letter.pk)
    page.go_live_at = now() + timedelta(hours=1)
    page.save_revision(user=editor)
    review = submit(LetterPage.objects.get(pk=page.pk), editor)
    review.task.specific.on_action(review, moderator, "override", comment="It is short")
    assert not Mailing.objects.exists()
    page.revisions.update(approved_go_live_at=now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert Mailing.objects.get().recipients.count() == 4


def test_moderator_does_not_send_an_own_letter(letter, moderator, subscribers):
    page = LetterPage.objects.get(pk=letter.pk)
    page.title = "My own"
    page.save_revision(user=moderator)
    with LogContext(user=moderator), pytest.raises(PublicationError):
        LetterPage.objects.get(pk=page.pk).get_latest_revision().publish(user=moderator)
    assert not Mailing.objects.exists()


def test_letter_without_a_list_is_a_draft(archive, moderator, client):
    page = factories.LetterPageFactory(parent=archive, mailing_list=None, live=False)
    page.save_revision(user=moderator, clean=False)
    client.force_login(moderator)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    with pytest.raises(ValidationError, match="Mailing list: fill in this field"):
        page.get_latest_revision().publish()
    assert not Mailing.objects.exists()


def test_letter_that_is_taken_back_stops(letter, subscribers):
    publish(letter).unpublish()
    mailing = Mailing.objects.get()
    assert mailing.stopped_at
    assert Sender(10).send_due() == 0


def test_letter_to_nobody_is_finished(letter):
    publish(letter)
    assert Mailing.objects.get().finished_at


def test_copy_of_a_letter_was_not_sent(letter, subscribers, archive):
    publish(letter)
    copy = LetterPage.objects.get(pk=letter.pk).copy(update_attrs={"slug": "copy"})
    assert not hasattr(LetterPage.objects.get(pk=copy.pk), "mailing")
    LetterPage.objects.get(pk=letter.pk).delete()
    assert Mailing.objects.get(subject=letter.title, letter=None)


def test_test_goes_to_its_editor_alone(letter, subscribers, client, editor, mailoutbox):
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[letter.pk])).content.decode()
    address = reverse("test_letter", args=[letter.pk])
    assert address in page
    assert "goes to 4 subscribers of" in page
    told = client.post(address, follow=True).content.decode()
    assert f"on its way to {editor.email}" in told
    (message,) = mailoutbox
    assert message.to == [editor.email]
    assert message.subject == "Test: The tide & the turn"
    assert message.from_email == letter.mailing_list.sender
    assert "unsubscribe.invalid" not in message.body
    assert not Mailing.objects.exists()
    client.force_login(member("writer", "Contributors"))
    assert client.post(address).status_code in (302, 403)
    assert len(mailoutbox) == 1


def test_form_says_what_was_sent(letter, subscribers, client, moderator):
    publish(letter)
    Mailing.objects.get().recipients.filter(address="r0@example.org").update(
        state=RecipientState.SENT
    )
    client.force_login(moderator)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[letter.pk])).content.decode()
    assert "1 of 4 are sent." in page
    assert reverse("mailing", args=[Mailing.objects.get().pk]) in page


def test_queries_do_not_grow_with_the_letter(site_tree, letter, client):
    def queries():
        for cache in caches.all():
            cache.clear()
        with CaptureQueriesContext(connection) as context:
            response = client.get(url)
        assert response.status_code == 200
        return len(context), response.content.decode().count("card__title")

    site_tree.article.published_at = now()
    site_tree.article.save()
    url = publish(letter).url
    few = queries()
    for number in range(8):
        factories.ArticlePageFactory(
            parent=site_tree.article.get_parent(), title=f"A {number}", published_at=now()
        )
    Mailing.objects.update(letter=None)
    many = queries()
    assert many[1] == few[1] + 8
    assert many[0] <= few[0] + 3  # What was sent is not looked up, but found.
