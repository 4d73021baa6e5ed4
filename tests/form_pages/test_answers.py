"""The answers in the admin: who reads, exports and deletes them, and when they go."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from form_pages.answers import answer_text
from form_pages.models import FormPage, Submission
from tests import factories
from tests.access import member

pytestmark = pytest.mark.django_db

FORMULAS = ["\n=1+1", " =1+1", "＝1+1", "=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "'=1"]


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
    assert next(iter(row)) == "Submission date"
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


def test_list_of_forms_counts_answers_and_adds_forms(client, page, send, message, moderator):
    send(page, message)
    client.force_login(moderator)
    html = client.get(reverse("wagtailforms:index")).content.decode()
    soup = BeautifulSoup(html, "html.parser")
    table = soup.select_one("table.listing")
    headings = [each.get_text(strip=True) for each in table.thead.find_all("th")]
    cells = table.tbody.find_all("td")
    assert cells[headings.index("Answers")].get_text(strip=True) == "1"
    assert "Origin" not in headings
    (button,) = (link for link in soup.find_all("a") if "Add a form" in link.get_text())
    assert client.get(button["href"]).status_code == 200
    client.force_login(member("reads", "Editors"))
    assert "1" in client.get(reverse("wagtailforms:index_results")).content.decode()


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


HOSTILE = [
    [],
    "x",
    7,
    {"your_name": [None, 1]},
    {"a": {"b": "c"}},
    {"submit_time": "x"},
]


@pytest.mark.parametrize("form_data", HOSTILE)
@pytest.mark.parametrize("labels", [[], "x", 7, {str(at): "L" for at in range(1000)}, {"a": [1]}])
def test_readers_survive_any_stored_value(client, page, moderator, form_data, labels):
    values = {"delete_after": localdate(), "page": page}
    Submission.objects.create(form_data=form_data or {}, labels=labels, **values)
    rows_of_page = Submission.objects.filter(page=page)
    Submission.objects.bulk_update(
        [setattr(row, "form_data", form_data) or row for row in rows_of_page], ["form_data"]
    )
    client.force_login(moderator)
    assert client.get(list_address(page)).status_code == 200
    assert len(rows(client, page)) == 1
    response = client.get(f"{list_address(page)}?export=xlsx")
    assert b"".join(response.streaming_content if response.streaming else [response.content])


def test_semicolon_begins_no_cell(client, page, send, message, moderator):
    send(page, {**message, "your_name": "a;=1+1"})
    client.force_login(moderator)
    response = client.get(f"{list_address(page)}?export=csv")
    assert b'"a;=1+1"' in b"".join(response.streaming_content)


@pytest.mark.parametrize("key", ["abc", "", "9" * 30, "-1", "1 OR 1=1"])
def test_forged_keys_delete_nothing(client, page, moderator, key):
    Submission.objects.create(page=page, form_data={}, delete_after=localdate())
    client.force_login(moderator)
    address = f"{delete_address(page)}selected-submissions={key}"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert Submission.objects.exists()
    assert not PageLogEntry.objects.filter(action="form_pages.delete_submissions").exists()


def test_choices_are_counted(client, home, send, moderator):
    page = factories.FormPageFactory(parent=home, title="Ask", slug="ask", kind="survey")
    for answer in ("Every week", "Every week", "Now and then"):
        send(page, {"how_often_do_you_read_us": answer})
    Submission.objects.create(page=page, form_data=[7], delete_after=localdate())
    client.force_login(moderator)
    html = BeautifulSoup(client.get(list_address(page)).content, "html.parser")
    table = html.select_one(".desk-totals")
    assert [cell.get_text() for cell in table.select("th, td")] == [
        *("Every week", "2", "Now and then", "1", "This is my first time", "0")
    ]


@pytest.mark.parametrize("value", ["a\ud800", "a\x00", ["a\ud800"]])
def test_text_of_an_answer_can_be_encoded(value):
    assert answer_text(value).encode() == b"a"
