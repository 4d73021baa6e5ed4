"""The forms with which readers subscribe, and change what they get."""

from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from form_pages.builder import TRAP, AnswerEmailField
from letters.models import MailingList

REQUIRED = _("Please enter your email address.")


class ListsField(forms.ModelMultipleChoiceField):
    """Tick boxes for lists, with their descriptions, or with what one agrees to."""

    with_consent = False

    def __init__(
        self, lists: Iterable[MailingList], none: Promise | str, **options: object
    ) -> None:
        errors = dict.fromkeys(("required", "invalid_choice", "invalid_pk_value", "list"), none)
        super().__init__(
            MailingList.objects.filter(pk__in=[each.pk for each in lists]),
            label=_("Letters"),
            widget=forms.CheckboxSelectMultiple,
            error_messages=errors,
            **options,
        )

    def clean(self, value: object) -> QuerySet[MailingList]:
        """Refuse numbers that no database has as keys."""
        try:
            return super().clean(value)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid_choice"]) from error

    def label_from_instance(self, obj: MailingList) -> str:
        """Return the name of a list, with its text."""
        text = obj.consent if self.with_consent else obj.description
        return f"{obj.name}: {text}" if text else obj.name


class AgreementField(ListsField):
    """Tick boxes, each of which is a consent."""

    with_consent = True


class SignUpForm(forms.Form):
    """The address, and the lists if there are several to choose from.

    A field that people do not see keeps programs out. What comes of the form is a mail to the
    address, and nothing else.
    """

    email = AnswerEmailField(
        label=_("Your email address"),
        max_length=254,
        error_messages={"required": REQUIRED},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def __init__(self, lists: list[MailingList], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.open_lists = lists
        if len(lists) > 1:
            self.fields["lists"] = ListsField(lists, _("Please choose at least one letter."))
        self.fields[TRAP] = forms.CharField(
            required=False,
            label=_("Leave this field empty"),
            widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
        )

    @property
    def trap(self) -> forms.BoundField:
        """The field that people do not see."""
        return self[TRAP]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return [field for field in self if field.name != TRAP]

    @property
    def is_of_a_program(self) -> bool:
        """Whether the hidden field was filled in."""
        return bool(self.cleaned_data.get(TRAP))

    @property
    def lists(self) -> list[MailingList]:
        """The chosen lists, or the only one."""
        return list(self.cleaned_data.get("lists", self.open_lists))


class AddressForm(forms.Form):
    """An address, to which a link is mailed."""

    email = SignUpForm.base_fields["email"]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """All fields."""
        return list(self)


class PreferencesForm(forms.Form):
    """The lists that a subscriber gets."""

    def __init__(self, lists: Iterable[MailingList], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        error = _("Please choose from the list.")
        self.fields["lists"] = AgreementField(lists, error, required=False)

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """All fields."""
        return list(self)
