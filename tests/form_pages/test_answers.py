"""The answers in the admin: who reads, exports and deletes them, and when they go."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from form_pages.models import FormPage, Submission
from tests.access import member

pytestmark = pytest.mark.django_db

FORMULAS = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "'=1"]


def list_address(page):
    return reverse("wagtailforms:list_submissions", args=[page.pk])


def delete_address(page, *submissions):
    chosen = "&".join(f"selected-submissions={each.pk}" for each in submissions)
    return f"{reverse('wagtailforms:delete_submissions', args=[page.pk])}?{chosen}"


def rows(client, page):
    response = client.get(f"{list_address(page)}?export=csv")
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("text", FORMULAS)
def test_export_has_no_formula(client, page, send, moderator, text):
    answers = dict.fromkeys(("your_name", "your_message"), text)
    page.form_fields.filter(clean_name="your_name").update(label=f"{text} name")
    send(page, {**answers, "your_email_address": "ann@example.org"})
    client.force_login(moderator)
    (row,) = rows(client, page)
    for cell in (*row, *row.values()):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    response = client.get(f"{list_address(page)}?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert {cell.data_type for row in sheet for cell in row} == {"s"}


def test_export_keeps_the_answers_of_removed_fields(client, page, send, message, moderator):
    send(page, message)
    page.form_fields.filter(clean_name="your_message").delete()
    client.force_login(moderator)
    (row,) = rows(client, page)
    assert row["Your message"] == "Good evening.\n\nA question."
    assert row["Consent"] == page.consent
    assert row["Your email address"] == "Ann@Example.org"


def test_export_survives_stored_control_characters(client, page, moderator):
    values = {"delete_after": localdate(), "labels": {"your_name": "N\x0b"}, "page": page}
    Submission.objects.create(form_data={"your_name": "A\x0bB", "other": [1, None]}, **values)
    client.force_login(moderator)
    assert rows(client, page)[0]["Your name"] == "AB"
    response = client.get(f"{list_address(page)}?export=xlsx")
    assert response.status_code == 200
    assert client.get(list_address(page)).status_code == 200


def test_senders_can_be_found(client, page, send, message, moderator):
    send(page, message)
    send(page, {**message, "your_email_address": "bob@example.org", "your_name": "Bob"})
    client.force_login(moderator)
    html = client.get(f"{list_address(page)}?sender=ANN@").content.decode()
    assert "Ann Reader" in html
    assert "Bob" not in html


@pytest.mark.parametrize("group", ["Contributors", "Editors", "Moderators", "Administrators"])
def test_roles(client, page, send, message, group):
    reads, deletes = group != "Contributors", group in ("Moderators", "Administrators")
    send(page, message)
    client.force_login(member("one", group))
    FormPage.objects.update(owner=client.session["_auth_user_id"])
    for address in (list_address(page), f"{list_address(page)}?export=csv"):
        assert (client.get(address).status_code == 200) is reads
    assert ("Ann Reader" in client.get(list_address(page)).content.decode()) is reads
    client.post(delete_address(page, Submission.objects.get()))
    assert Submission.objects.exists() is not deletes
    assert PageLogEntry.objects.filter(action="form_pages.delete_submissions").exists() is deletes


def test_deletion_is_noted_in_the_history(client, page, send, message, moderator):
    send(page, message)
    client.force_login(moderator)
    client.post(delete_address(page, Submission.objects.get()))
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "1 answer was deleted" in history.content.decode()


def test_answers_are_deleted_after_the_days_that_the_reader_was_told(page, send, message):
    send(page, message)
    page.keep_days = 3000  # The promise of an earlier answer stands.
    page.save()
    kept = Submission.objects.get()
    Submission.objects.update(delete_after=localdate())
    call_command("prune_form_answers")
    assert Submission.objects.exists()
    Submission.objects.update(delete_after=localdate() - timedelta(days=1))
    call_command("prune_form_answers")
    assert not Submission.objects.exists()
    assert kept.delete_after == localdate() + timedelta(days=180)
