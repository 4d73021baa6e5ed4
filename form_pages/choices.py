"""The kinds of forms and of their fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormKind(models.TextChoices):
    """What a form is for: its usual fields, the words on its button, and whether it counts."""

    CONTACT = "contact", _("Contact")
    MEMBERSHIP = "membership", _("Joining")
    PETITION = "petition", _("Petition")
    SURVEY = "survey", _("Survey")


class FieldType(models.TextChoices):
    """The types of fields; each has a method of `FormBuilder`."""

    NAME = "name", _("Name")
    EMAIL = "email", _("Email address")
    PHONE = "phone", _("Telephone number")
    ADDRESS = "address", _("Postal address")
    SINGLE_LINE = "singleline", _("One line of text")
    MULTI_LINE = "multiline", _("Longer text")
    RADIO = "radio", _("Choose one of several")
    DROPDOWN = "dropdown", _("Choose one of many, from a list")
    CHECKBOXES = "checkboxes", _("Tick any of several")
    CHECKBOX = "checkbox", _("A box to tick")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    URL = "url", _("Web address")


# The types whose choices an editor lists.
CHOICE_TYPES = {FieldType.RADIO, FieldType.DROPDOWN, FieldType.CHECKBOXES}

BUTTON_LABELS = {
    FormKind.CONTACT: _("Send message"),
    FormKind.MEMBERSHIP: _("Join"),
    FormKind.PETITION: _("Sign"),
    FormKind.SURVEY: _("Send answers"),
}
CONSENTS = {
    FormKind.CONTACT: _("You may keep my message to answer it."),
    FormKind.MEMBERSHIP: _("You may keep these details to deal with my membership."),
    FormKind.PETITION: _("You may keep my details to hand in this petition."),
    FormKind.SURVEY: _("You may keep my answers and report on them without my name."),
}
# The usual fields of each kind: label, type, whether an answer is required, choices.
USUAL_FIELDS = {
    FormKind.CONTACT: [
        (_("Your name"), FieldType.NAME, True, ()),
        (_("Your email address"), FieldType.EMAIL, True, ()),
        (_("Your message"), FieldType.MULTI_LINE, True, ()),
    ],
    FormKind.MEMBERSHIP: [
        (_("Your name"), FieldType.NAME, True, ()),
        (_("Your email address"), FieldType.EMAIL, True, ()),
        (_("Your postal address"), FieldType.ADDRESS, False, ()),
        (_("Anything you would like to tell us"), FieldType.MULTI_LINE, False, ()),
    ],
    FormKind.PETITION: [
        (_("Your name"), FieldType.NAME, True, ()),
        (_("Your email address"), FieldType.EMAIL, True, ()),
        (_("Your town"), FieldType.SINGLE_LINE, False, ()),
    ],
    FormKind.SURVEY: [
        (
            _("How often do you read us?"),
            FieldType.RADIO,
            True,
            (_("Every week"), _("Now and then"), _("This is my first time")),
        ),
        (_("What should we do better?"), FieldType.MULTI_LINE, False, ()),
    ],
}
