"""Build the form that readers fill in, with its protection against automatic submissions."""

import re

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import BaseForm
from wagtail.contrib.forms.forms import FormBuilder as WagtailFormBuilder

from core.values.xml import xml_text
from form_pages.choices import CHOICE_TYPES, FieldType

MAX_LINE, MAX_TEXT = 255, 5_000  # characters
# Seconds after which a form may come back. Programs answer at once; tabs stay open for a day.
MIN_AGE, MAX_AGE = 3, 24 * 60 * 60
# Letters of a dot-atom, and a domain in ASCII.
PLAIN_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9.-]+", re.ASCII | re.IGNORECASE)
# A hyphen sets these names apart from those of the editors’ fields.
TRAP, STAMP, CONSENT = "form-website", "form-time", "form-consent"

# Of our own, as Django has not translated its messages into all languages of readers.
NO_NUMBER = _("Please enter a number, such as 12 or 12.50.")
NOT_IN_LIST = _("Please choose from the list.")
ERRORS = {
    "required": _("Please fill this in."),
    "max_length": _("Please shorten this text."),
    "invalid_choice": NOT_IN_LIST,
    "invalid_list": NOT_IN_LIST,
    **dict.fromkeys(("max_digits", "max_decimal_places", "max_whole_digits"), NO_NUMBER),
}
NO_AGREEMENT = _("Without your agreement, we cannot keep this.")
INVALID = {
    FieldType.EMAIL: _("Please enter an email address, such as name@example.org."),
    FieldType.NUMBER: NO_NUMBER,
    FieldType.DATE: _("Please enter a date."),
    FieldType.URL: _("Please enter a web address, such as https://example.org."),
}


def lines(text: str) -> list[str]:
    """Return the lines of a text that are not blank."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class CleanCharField(forms.CharField):
    """A text without control characters, which no spreadsheet can hold."""

    def to_python(self, value: object) -> str:
        """Return the text without them, and with a single kind of line break."""
        text = xml_text(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        return text.strip()


class AnswerEmailField(forms.EmailField):
    """An email address to which an answer can be sent.

    Django also accepts control characters in quotation marks, and domains that are none.
    """

    default_error_messages = {"invalid": INVALID[FieldType.EMAIL]}

    def to_python(self, value: object) -> str:
        """Return the address with its domain in ASCII (RFC 5890), or as typed if it has none."""
        address = super().to_python(value)
        local, _at, domain = address.rpartition("@")
        try:
            return f"{local}@{domain.encode('idna').decode()}" if local else address
        except UnicodeError:
            return address

    def validate(self, value: str) -> None:
        """Require an address that stands in a header as it is (RFC 5322, section 3.4.1)."""
        super().validate(value)
        if value and not PLAIN_ADDRESS.fullmatch(value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class FormBuilder(WagtailFormBuilder):
    """Wagtail's builder, with bounded texts and the purpose of a field (WCAG 2.2, 1.3.5)."""

    def get_field_options(self, field: forms.Field) -> dict[str, object]:
        """Return the options of a field, with our messages and without a default value."""
        errors = ERRORS | {"invalid": INVALID.get(field.field_type, ERRORS["required"])}
        return super().get_field_options(field) | {"initial": None, "error_messages": errors}

    def create_singleline_field(self, field: forms.Field, options: dict) -> forms.Field:
        """Return a text of one line."""
        return CleanCharField(max_length=MAX_LINE, **options)

    def create_multiline_field(self, field: forms.Field, options: dict) -> forms.Field:
        """Return a longer text."""
        return CleanCharField(max_length=MAX_TEXT, widget=forms.Textarea({"rows": 8}), **options)

    def create_name_field(self, field: forms.Field, options: dict) -> forms.Field:
        """Return a text which browsers fill with the reader's name."""
        widget = forms.TextInput({"autocomplete": "name"})
        return CleanCharField(max_length=MAX_LINE, widget=widget, **options)

    def create_email_field(self, field: forms.Field, options: dict) -> forms.Field:
        """Return an email address, which browsers fill in."""
        widget = forms.EmailInput({"autocomplete": "email"})
        return AnswerEmailField(max_length=254, widget=widget, **options)

    def create_phone_field(self, field: forms.Field, options: dict) -> forms.Field:
        """Return a telephone number, in any notation."""
        widget = forms.TextInput({"type": "tel", "autocomplete": "tel"})
        return CleanCharField(max_length=40, widget=widget, **options)

    def create_address_field(self, field: forms.Field, options: dict) -> forms.Field:
        """Return a postal address in a few lines."""
        widget = forms.Textarea({"rows": 4, "autocomplete": "street-address"})
        return CleanCharField(max_length=MAX_LINE * 2, widget=widget, **options)

    def create_date_field(self, field: forms.Field, options: dict) -> forms.Field:
        """Return a date, chosen from the browser's calendar."""
        return forms.DateField(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **options)

    def create_number_field(self, field: forms.Field, options: dict) -> forms.Field:
        """Return a number of at most twelve digits."""
        return forms.DecimalField(max_digits=12, decimal_places=2, **options)

    def create_dropdown_field(self, field: forms.Field, options: dict) -> forms.Field:
        """Return a list that begins with an empty choice, so that readers have to choose."""
        created = super().create_dropdown_field(field, options)
        created.choices = [("", gettext("Choose")), *created.choices]
        return created

    def get_formatted_field_choices(self, field: forms.Field) -> list[tuple[str, str]]:
        """Return a choice for each line; a comma belongs to the text of a choice."""
        return [(line, line) for line in lines(field.choices)]

    @property
    def formfields(self) -> dict[str, forms.Field]:
        """Return the fields; those that cannot be answered are left out."""
        self.fields = [
            field
            for field in self.fields
            if field.field_type in FieldType.values
            and (field.field_type not in CHOICE_TYPES or lines(field.choices))
        ]
        return super().formfields

    def get_form_class(self) -> type[forms.Form]:
        """Return the class of the form."""
        return type("ReaderForm", (ReaderForm,), self.formfields)


class ReaderForm(BaseForm):
    """The form that readers fill in.

    A field that people do not see and a signed time keep programs out. No cookie is needed: what is
    sent carries no one's rights.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(self.fields)
        if self.page.consent:
            self.fields[CONSENT] = forms.BooleanField(
                label=self.page.consent,
                error_messages={"required": NO_AGREEMENT},
            )
        self.fields[TRAP] = forms.CharField(
            required=False,
            label=_("Leave this field empty"),
            widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
        )
        self.fields[STAMP] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.initial[STAMP] = self.new_stamp()

    @property
    def signer(self) -> TimestampSigner:
        """Return a signer for this form alone."""
        return TimestampSigner(salt=f"form_pages.{self.page.pk}")

    def new_stamp(self) -> str:
        """Return the signed time at which the form is displayed."""
        return self.signer.sign("form")

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return [field for field in self if field.name not in (TRAP, STAMP)]

    @property
    def trap(self) -> forms.BoundField:
        """The field that people do not see."""
        return self[TRAP]

    @property
    def stamp(self) -> forms.BoundField:
        """The field with the signed time."""
        return self[STAMP]

    @property
    def answers(self) -> dict[str, object]:
        """The valid answers, by the clean name of their field."""
        return {name: self.cleaned_data[name] for name in self.questions}

    def clean(self) -> dict[str, object]:
        """Refuse what a program sent, in words that a person can act upon."""
        cleaned = super().clean()
        for name in {TRAP, STAMP} & self.errors.keys():  # People do not see their errors.
            del self.errors[name]
        if self.errors:  # The next attempt takes a person some time.
            return cleaned
        if cleaned.get(TRAP):
            self._set(TRAP, "")
            self.add_error(None, gettext("A hidden field was filled in. Please send it again."))
        elif reason := self._stamp_error(cleaned.get(STAMP, "")):
            self.add_error(None, reason)
        return cleaned

    def _stamp_error(self, stamp: str) -> str:
        """Return why the time is wrong, and let a form without a valid one have a new one."""
        try:
            self.signer.unsign(stamp, max_age=MAX_AGE)
        except SignatureExpired:
            self._set(STAMP, self.new_stamp())
            return gettext("This form was open for more than a day. Please send it again.")
        except BadSignature:
            self._set(STAMP, self.new_stamp())
            return gettext("This form could not be recognised. Please send it again.")
        try:
            self.signer.unsign(stamp, max_age=MIN_AGE)
        except SignatureExpired:
            return ""
        return gettext("That was faster than people type. Please send it again.")

    def _set(self, name: str, value: str) -> None:
        """Display another value than the one that was sent."""
        self.data = self.data.copy()
        self.data[name] = value
