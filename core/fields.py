"""Model fields that several apps use."""

import re
from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.values import isbn, partial_dates

DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}")


class ChoiceListField(models.JSONField):
    """A list of values, edited as checkboxes.

    `choices_func` returns pairs of value and label; it is not part of the migrations.
    """

    def __init__(
        self, *args: object, choices_func: Callable | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices_func = choices_func

    def formfield(self, **kwargs: object) -> forms.Field:
        """Return checkboxes, none of which has to be ticked."""
        return forms.MultipleChoiceField(
            choices=self.choices_func,
            required=False,
            label=kwargs.get("label", self.verbose_name.capitalize()),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


class NormalisedField(models.CharField):
    """A string that is normalised before it is stored."""

    def normalised(self, text: str) -> str:
        """Return the normalised form. Raise ValidationError if the text is invalid."""
        raise NotImplementedError

    def to_python(self, value: object) -> str:
        """Return the normalised form."""
        return self.normalised(str(value or ""))

    def get_prep_value(self, value: object) -> str:
        """Return the value as it is, because lookups may use invalid values."""
        return "" if value is None else str(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Normalise the value of the instance, and return it."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: object) -> forms.Field:
        """Return a form field without a maximum length, which applies to the normalised form."""
        return super().formfield(**{"max_length": None} | kwargs)


class PartialDateField(NormalisedField):
    """A date with a precision of a day, a month or a year (`core.values.partial_dates`)."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"max_length": max(partial_dates.LENGTHS)} | kwargs)

    def normalised(self, text: str) -> str:
        """Return the date in ISO form."""
        return partial_dates.parse(text)


class AmountFormField(forms.DecimalField):
    """An amount with a point or a comma before its decimals: browsers drop one of the two."""

    # A text field with a keyboard of digits; browsers change what is typed into a number field.
    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: object) -> Decimal | None:
        """Return the amount. Raise ValidationError if it could be read in two ways."""
        if isinstance(value, str) and "," in value:
            if not DECIMAL_COMMA.fullmatch(value.strip()):
                raise ValidationError(
                    gettext("“%(text)s” can be read in two ways. Write it as 1000.00 or 1000,00.")
                    % {"text": value[:40]}
                )
            value = value.replace(",", ".")
        return super().to_python(value)


class AmountField(models.DecimalField):
    """A decimal number of which editors type the decimals after a point or a comma."""

    def formfield(self, **kwargs: object) -> forms.Field:
        """Return a form field that reads both."""
        return super().formfield(**{"form_class": AmountFormField} | kwargs)

    def deconstruct(self) -> tuple:
        """Return Django's path, because the database does not change."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


class IsbnFormField(forms.CharField):
    """A form field that displays an ISBN with hyphens."""

    def prepare_value(self, value: object) -> object:
        """Return the ISBN with hyphens, or an invalid value as it was typed."""
        try:
            return isbn.hyphenated(isbn.compact(value)) if value else value
        except ValidationError:
            return value


class IsbnField(NormalisedField):
    """An ISBN, stored as 13 digits."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"max_length": 20, "verbose_name": _("ISBN")} | kwargs)

    def normalised(self, text: str) -> str:
        """Return the 13 digits, or an empty string for an empty one."""
        return isbn.compact(text) if text.strip() else ""

    def formfield(self, **kwargs: object) -> forms.Field:
        """Return a form field that displays hyphens."""
        return super().formfield(**{"form_class": IsbnFormField} | kwargs)
