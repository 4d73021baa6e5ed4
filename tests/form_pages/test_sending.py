"""What a reader sends is stored once, and nothing else is."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import localdate, now
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from wagtail.models import Locale

from editorial.notifications.backend import deliver_due
from form_pages.builder import (
    ERRORS,
    INVALID,
    MAX_AGE,
    NO_AGREEMENT,
    STAMP,
    TRAP,
    AnswerEmailField,
)
from form_pages.choices import FieldType
from form_pages.models import FormField, FormPage, Submission
from tests import factories
from tests.access import member

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def parse(response):
    return BeautifulSoup(response.content, "html.parser")


def errors(response):
    return [each.get_text(" ", strip=True) for each in parse(response).select(".form__errors li")]


def test_answers_are_stored_with_the_words_that_were_agreed_to(page, send, message):
    response = send(page, message)
    assert (response.status_code, response.url) == (303, "/write/?sent=yes")
    kept = Submission.objects.get()
    assert kept.page_id == page.pk
    assert kept.form_data == {
        "your_name": "Ann Reader",
        "your_email_address": "Ann@Example.org",
        "your_message": "Good evening.\n\nA question.",
    }
    assert kept.sender == "ann@example.org"
    assert kept.consent == page.consent == "You may keep my message to answer it."
    assert kept.labels["your_name"] == "Your name"
    assert kept.delete_after == localdate() + timedelta(days=180)


def test_no_cookie_is_set_and_no_cache_may_keep_the_page(page, client, send, message):
    response = client.get(page.url)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert not client.cookies
    strict = Client(enforce_csrf_checks=True)
    assert send(page, message, client=strict).status_code == 303
    assert not strict.cookies


def test_page_of_thanks_can_be_loaded_again(page, client, send, message):
    address = send(page, message).url
    for _ in range(2):
        assert parse(client.get(address)).select_one(".form-thanks").get_text(strip=True) == (
            "Thank you. We have received it."
        )
    assert Submission.objects.count() == 1


def test_errors_name_the_fields_and_keep_what_was_typed(page, send, message):
    response = send(page, {**message, "your_name": "", "your_email_address": "ann"})
    assert response.status_code == 422
    assert errors(response) == [
        "Your name: Please fill this in.",
        "Your email address: Please enter an email address, such as name@example.org.",
    ]
    html = parse(response)
    assert html.title.get_text().split("–")[0].split() == ["Please", "check:", "Write", "to", "us"]
    assert html.select_one("textarea").get_text().strip().startswith("Good evening.")
    for name in ("your_name", "your_email_address"):
        field = html.select_one(f"#id_{name}")
        assert field["aria-invalid"] == "true"
        assert html.find(id=field["aria-describedby"]).get_text(strip=True)
        assert html.select_one(f'.form__errors a[href="#id_{name}"]')
    assert not Submission.objects.exists()


def test_consent_is_required_only_where_the_page_asks_for_it(page, send, message):
    assert errors(send(page, {**message, "form-consent": ""})) == [
        "Without your agreement, we cannot keep this."
    ]
    page.consent = ""
    page.save()
    assert send(page, {**message, "form-consent": ""}).status_code == 303
    assert Submission.objects.get().consent == ""


REFUSED = {
    "trap": (10, {TRAP: "http://spam.example"}, "A hidden field was filled in."),
    "at once": (0, {}, "That was faster than people type."),
    "too late": (MAX_AGE + 10, {}, "This form was open for more than a day."),
    "forged": (10, {STAMP: "form:1aaaaa:forged"}, "This form could not be recognised."),
    "none": (10, {STAMP: ""}, "This form could not be recognised."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_program_is_refused_and_a_person_sends_again(page, send, client, message, case):
    seconds, values, reason = REFUSED[case]
    response = send(page, {**message, **values}, seconds)
    assert response.status_code == 422
    assert errors(response) == [f"{reason} Please send it again."]
    assert not Submission.objects.exists()
    again = {
        field["name"]: field.get("value", "on" if field.has_attr("checked") else field.get_text())
        for field in parse(response).select("main form [name]")
    }
    assert again["your_message"].strip().startswith("Good evening.")
    assert send_again(client, page, again, seconds + 20).status_code == 303


def send_again(client, page, data, seconds):
    moment = (now() + timedelta(seconds=seconds)).timestamp()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: moment)
        return client.post(page.url, urlencode(data), content_type=FORM)


def test_time_of_one_form_is_none_of_another(page, petition, client, send, message):
    stamp = parse(client.get(petition.url)).select_one(f'[name="{STAMP}"]')["value"]
    response = send(page, {**message, STAMP: stamp})
    assert errors(response) == ["This form could not be recognised. Please send it again."]


def test_only_forms_accept_post(site_tree):
    strict = Client(enforce_csrf_checks=True)
    for page in site_tree.pages:
        response = strict.post(page.url, "a=b", content_type=FORM)
        expected = 422 if isinstance(page, FormPage) else 405
        assert response.status_code == expected, page


@pytest.mark.parametrize("change", [{"live": False}, {"closes_at": now() - timedelta(days=1)}])
def test_draft_and_closed_form_store_nothing(page, send, message, change):
    FormPage.objects.filter(pk=page.pk).update(**change)
    assert send(page, message).status_code == (404 if "live" in change else 200)
    assert not Submission.objects.exists()


def test_restricted_form_is_only_for_its_readers(page, send, message):
    page.view_restrictions.create(restriction_type="login")
    assert send(page, message).status_code == 302
    assert not Submission.objects.exists()


def test_fifty_hostile_submissions_are_bounded(page, send, message, rate_limits):
    hostile = [
        {},
        {"your_email_address": "a@b.example\r\nBcc: all@example.org"},
        {"your_message": "x" * 1_000_000},
        {"your_name": "\x00\x0b"},
        {"your_name": ["a", "b"], "pk": "1", "page": "1", "form_data": "{}", "consent": "no"},
    ]
    answers = [send(page, {**message, **hostile[at % 5]}).status_code for at in range(50)]
    assert set(answers) <= {303, 422, 429}
    assert answers.count(429) == 40
    assert Submission.objects.count() <= 10


def test_day_has_a_limit_of_its_own(page, send, message, rate_limits, settings):
    settings.RATE_LIMITS = {**rate_limits, "forms": {**rate_limits["forms"], "requests": 10**6}}
    allowed = rate_limits["forms of a day"]["requests"]
    answers = [send(page, {**message, "your_name": ""}).status_code for _ in range(allowed + 1)]
    assert answers == [422] * allowed + [429]


@hypothesis(max_examples=40)
@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=6))
def test_any_post_is_answered(home, client, values):
    if not (page := FormPage.objects.first()):
        page = factories.FormPageFactory(parent=home, title="Any", slug="any", kind="survey")
    body = urlencode({name: text.encode("utf-8", "replace") for name, text in values.items()})
    assert client.post(page.url, body, content_type=FORM).status_code in (303, 400, 422)


def test_control_characters_are_not_stored(page, send, message):
    send(page, {**message, "your_message": "Tide\x0b\x1b[31m and time"})
    assert Submission.objects.get().form_data["your_message"] == "Tide[31m and time"


def test_answer_is_mailed_to_the_role(page, send, message, editor, settings):
    member("second", "Editors")
    for name, values in {"gone": {"is_active": False}, "silent": {"email": ""}}.items():
        user = member(name, "Editors")
        type(user).objects.filter(pk=user.pk).update(**values)
    page.mail_to = editor.groups.get()
    page.title = "Write\nto us"
    page.save()
    send(page, message)
    deliver_due()
    assert sorted(each.to[0] for each in mail.outbox) == [
        "editor@example.org",
        "second@example.org",
    ]
    sent = mail.outbox[0]
    assert sent.subject == "Write to us: a new answer"
    assert sent.reply_to == ["ann@example.org"]
    for words in ("Your name:\nAnn Reader", "A question.", page.consent, "/admin/forms/"):
        assert words in sent.body
    assert "None" not in sent.body


def test_petition_counts_an_address_once(petition, send, client):
    for name, address in [("A", "a@example.org"), ("B", "A@example.org"), ("C", "c@example.org")]:
        send(petition, {"your_name": name, "your_email_address": address})
    assert Submission.objects.count() == 3
    assert petition.signatures == 2
    petition.goal = 1500
    petition.save()
    signatures = parse(client.get(petition.url)).select_one(".signatures")
    assert " ".join(signatures.get_text().split()) == "2 people of 1,500 have signed."


def test_number_of_queries_does_not_depend_on_the_answers(petition, client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(petition.url).status_code == 200
        return len(queries)

    count()
    before = count()
    rows = [
        Submission(page=petition, form_data={}, sender=f"{at}@x.example", delete_after=localdate())
        for at in range(200)
    ]
    Submission.objects.bulk_create(rows)
    assert count() == before


@pytest.mark.parametrize("language", ["cy", "de", "fr"])
def test_every_error_is_in_the_language_of_the_page(home, send, language):
    locale = Locale.objects.create(language_code=language)
    with translation.override(language):
        page = factories.FormPageFactory(parent=home, title="Neges", slug="neges", locale=locale)
    page.form_fields = [
        FormField(label=kind.value, clean_name=kind.value, field_type=kind, choices="1\n2")
        for kind in FieldType
    ]
    page.form_fields.add(FormField(label="x", clean_name="x", field_type="email", required=True))
    page.save()
    wrong = dict.fromkeys((kind.value for kind in FieldType), "x" * 6000)
    found = {each.rpartition(": ")[2] for each in errors(send(page, {**wrong, "form-consent": ""}))}
    with translation.override(language):
        ours = [*ERRORS.values(), *INVALID.values(), "", NO_AGREEMENT]
        assert {text.partition(": ")[2] or text for text in found} <= set(map(str, ours))


# Addresses that Django takes for valid.
NO_ADDRESSES = [
    '"a\x0bbcc:x@evil.example"@example.com',
    '"a\x1cb"@example.com',
    '"a b"@example.com',
    f"a@{'ä' * 63}.com",
    "a@\u05d0a.com",
    "a@a\u202eb.com",
    "a@a\u2028b.com",
    "a@\u00ad\u00ad.com",
    "a@b.com，c＠evil.example",
]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_address_that_mail_cannot_have_is_refused(page, send, message, editor, address):
    page.mail_to = editor.groups.get()
    page.save()
    response = send(page, {**message, "your_email_address": address})
    assert response.status_code == 422
    assert errors(response) == [f"Your email address: {INVALID[FieldType.EMAIL]}"]


@pytest.mark.parametrize("typed", ["Ann@Bücher.example", "o'b+c@x.example"])
def test_international_address_is_mailed_in_ascii(page, send, message, editor, typed):
    page.mail_to = editor.groups.get()
    page.save()
    assert send(page, {**message, "your_email_address": typed}).status_code == 303
    deliver_due()
    assert mail.outbox[0].reply_to == [typed.lower().replace("bücher", "xn--bcher-kva")]


@given(st.emails() | st.text(max_size=40).map(lambda text: f"{text}@example.com"))
def test_any_address_makes_mail_or_an_error(home, client, address):
    field = AnswerEmailField()
    try:
        value = field.clean(address)
    except ValidationError:
        return
    content = EmailMessage("A", "B", to=["a@example.org"], reply_to=[value]).message().as_bytes()
    unfolded = content.replace(b"\n ", b"").replace(b" ", b"")
    assert f"Reply-To:{value}\n".encode() in unfolded


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/x-www-form-urlencoded; charset=hex", 400),
        ("application/x-www-form-urlencoded; charset=none", 422),  # Django takes UTF-8
        ("multipart/form-data; boundary=x; charset=zlib", 400),
        ("multipart/form-data; boundary=x", 400),
        ("application/json", 400),
        ("text/plain", 400),
    ],
)
def test_what_is_no_form_is_refused(page, client, content_type, status):
    response = client.generic("POST", page.url, "a=b", content_type=content_type)
    assert response.status_code == status


def test_large_form_is_refused_unread(page, client):
    large = {"CONTENT_LENGTH": "9" * 12}
    assert client.post(page.url, "a=b", content_type=FORM, **large).status_code == 400
    assert client.post(page.url, "a=b" * 1_000_000, content_type=FORM).status_code == 400


def test_hidden_fields_have_no_errors_of_their_own(page, send, message):
    response = send(page, {**message, STAMP: "\0"})
    assert errors(response) == ["This form could not be recognised. Please send it again."]


def test_answer_is_stored_though_it_cannot_be_mailed(page, send, message, editor, monkeypatch):
    page.mail_to = editor.groups.get()
    page.save()
    monkeypatch.setattr("form_pages.notifications.compose", None)
    assert send(page, message).status_code == 303
    assert Submission.objects.count() == 1


def test_page_survives_forged_kinds_and_types(page, client):
    FormPage.objects.update(kind="x")
    page.form_fields.filter(clean_name="your_name").update(field_type="x")
    page.form_fields.filter(clean_name="your_message").update(field_type="radio", choices=" ")
    html = client.get(page.url).content.decode()
    assert "Send message" in html
    assert "your_email_address" in html
    assert "your_name" not in html
