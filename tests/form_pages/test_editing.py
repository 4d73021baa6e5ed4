"""A form in the editor: usual fields, checks of choices, and names that stay."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from form_pages.choices import CHOICE_TYPES, USUAL_FIELDS, FieldType, FormKind
from form_pages.models import FormField, FormPage, Submission
from form_pages.models.fields import RESERVED
from tests import factories
from tests.editing import edit_address
from tests.form_data import page_data

pytestmark = pytest.mark.django_db


def add_form(client, home, **values):
    address = reverse("wagtailadmin_pages:add", args=["form_pages", "formpage", home.pk])
    html = client.get(address).content.decode()
    data = page_data(html, FormPage()) | {"title": "New form", "slug": "new"} | values
    assert client.post(address, data).status_code == 302
    return FormPage.objects.get(slug="new")


def labels(page):
    return [field.label for field in page.get_latest_revision_as_object().form_fields.all()]


@pytest.mark.parametrize("kind", FormKind)
def test_new_form_gets_the_usual_fields(client, home, editor, kind):
    client.force_login(editor)
    page = add_form(client, home, kind=kind)
    assert labels(page) == [label for label, *_rest in USUAL_FIELDS[kind]]
    draft = page.get_latest_revision_as_object()
    assert draft.consent
    assert all(field.clean_name for field in draft.form_fields.all())
    draft.form_fields.all()[0].full_clean(exclude=["page"])


def test_autosave_adds_no_fields(client, home, editor):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:add", args=["form_pages", "formpage", home.pk])
    data = page_data(client.get(address).content.decode(), FormPage())
    data |= {"title": "New", "slug": "new"}
    assert client.post(address, data, headers={"Accept": "application/json"}).status_code == 200
    page = FormPage.objects.get()
    assert labels(page) == []
    html = client.get(edit_address(page)).content.decode()
    data = page_data(html, page) | {"kind": "petition"}
    told = client.post(edit_address(page), data, follow=True).content.decode()
    assert labels(FormPage.objects.get()) == ["Your name", "Your email address", "Your town"]
    assert "which you can change: Your name, Your email address, Your town." in told


def row(at, **values):
    prefix = f"form_fields-{at}-"
    base = {"clean_name": "", "label": "Field", "field_type": "singleline", "choices": ""}
    base |= {"help_text": "", "ORDER": str(at + 1), "DELETE": "", "id": ""}
    return {prefix + name: value for name, value in (base | values).items()}


def test_fields_of_the_editor_stay_alone(client, home, editor):
    client.force_login(editor)
    values = row(0, label="Why?", field_type="radio", choices="A, with comma\nB")
    page = add_form(client, home, **values, **{"form_fields-TOTAL_FORMS": "1"})
    assert labels(page) == ["Why?"]
    page.get_latest_revision().publish()
    html = client.get(FormPage.objects.get(pk=page.pk).url).content.decode()
    assert html.count('type="radio"') == 2
    assert "A, with comma" in html


@pytest.mark.parametrize("field_type", sorted(CHOICE_TYPES))
@pytest.mark.parametrize("choices", ["", "one, two", "same\nsame", "  \n\none\n"])
def test_choices_are_asked_for(client, home, editor, field_type, choices):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:add", args=["form_pages", "formpage", home.pk])
    data = page_data(client.get(address).content.decode(), FormPage())
    data |= {"title": "New", "slug": "new", "form_fields-TOTAL_FORMS": "1"}
    data |= row(0, field_type=field_type, choices=choices)
    response = client.post(address, data)
    assert "Write at least two different choices" in response.content.decode()


def test_answers_stay_with_their_field_when_it_is_renamed(client, home, editor, moderator, send):
    client.force_login(editor)
    page = add_form(client, home, kind="survey")
    page.get_latest_revision().publish()
    page = FormPage.objects.get(pk=page.pk)
    send(page, {"how_often_do_you_read_us": "Every week", "what_should_we_do_better": "More tides"})
    for label in ("What to improve?", "What next?"):
        html = client.get(edit_address(page)).content.decode()
        data = page_data(html, page.get_latest_revision_as_object())
        (name,) = [
            name.removesuffix("clean_name") + "label"
            for name, value in data.items()
            if value == ["what_should_we_do_better"]
        ]
        assert client.post(edit_address(page), data | {name: label}).status_code == 302
        FormPage.objects.get(pk=page.pk).get_latest_revision().publish()
        page = FormPage.objects.get(pk=page.pk)
    field = page.form_fields.get(label="What next?")
    assert Submission.objects.get().form_data[field.clean_name] == "More tides"
    assert page.form_fields.count() == 2


@given(st.text(min_size=1, max_size=120))
def test_any_label_makes_a_name_that_can_be_a_key(label):
    field = FormField(label=label, field_type=FieldType.SINGLE_LINE)
    name = field.get_field_clean_name()
    assert name not in {*RESERVED, ""}
    field.clean_name = name
    field.full_clean(exclude=["page", "label"])


def test_every_type_of_field_is_rendered_and_answered(home, client, send):
    page = factories.FormPageFactory(parent=home, title="All", slug="all")
    page.form_fields = [
        FormField(
            label=kind.label,
            clean_name=kind.value,
            field_type=kind,
            choices="One\nTwo" if kind in CHOICE_TYPES else "",
            help_text="A hint <b>",
            sort_order=at,
        )
        for at, kind in enumerate(FieldType)
    ]
    page.save()
    answers = {
        **dict.fromkeys(("name", "phone", "address", "singleline", "multiline"), "Words"),
        "email": "a@example.org",
        "number": "12.5",
        "date": "2027-01-04",
        "checkbox": "on",
        "url": "https://example.org",
        "radio": "One",
        "dropdown": "Two",
        "checkboxes": ["One"],
    }
    assert set(answers) == {kind.value for kind in FieldType}
    assert send(page, answers).status_code == 303
    stored = Submission.objects.get().form_data
    assert stored == {**answers, "checkbox": True}
    html = client.get(page.url).content.decode()
    assert html.count("A hint &lt;b&gt;") == len(FieldType)


def test_preview_cannot_be_sent(client, home, editor, page):
    client.force_login(editor)
    page.save_revision()
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert 'type="submit" disabled>Send message' in response.content.decode()
    for mode in ("form", "landing"):
        preview = page.make_preview_request(preview_mode=mode)
        assert preview.status_code == 200


@pytest.mark.parametrize("name", [*sorted(RESERVED), "Ä", "a-b", "x" * 99, ""])
def test_forged_name_is_replaced_or_refused(client, home, editor, name):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:add", args=["form_pages", "formpage", home.pk])
    data = page_data(client.get(address).content.decode(), FormPage())
    data |= {"title": "New", "slug": "new", "form_fields-TOTAL_FORMS": "1"}
    client.post(address, data | row(0, clean_name=name))
    for page in FormPage.objects.all():
        (field,) = page.get_latest_revision_as_object().form_fields.all()
        assert field.clean_name == "field"


def test_draft_needs_a_type_for_each_field(client, home, editor):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:add", args=["form_pages", "formpage", home.pk])
    data = page_data(client.get(address).content.decode(), FormPage())
    data |= {"title": "New", "slug": "new", "form_fields-TOTAL_FORMS": "1"}
    assert client.post(address, data | row(0, field_type="")).status_code == 200
    assert not FormPage.objects.exists()
