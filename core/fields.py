"""Fields that the models of other modules are made of."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core.values import isbn, partial_dates


class ChoiceListField(models.JSONField):
    """Any number of choices, each by its name; shown to editors as boxes to tick."""

    def __init__(self, *args: object, offered: Callable | None = None, **kwargs: object) -> None:
        """Take a function that returns pairs of name and label; it is no part of the database."""
        super().__init__(*args, **kwargs)
        self.offered = offered

    def formfield(self, **kwargs: object) -> forms.Field:
        """Return boxes to tick; none of them may be ticked."""
        return forms.MultipleChoiceField(
            choices=self.offered,
            required=False,
            label=kwargs.get("label", self.verbose_name.capitalize()),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


class NormalisedField(models.CharField):
    """A text that is stored in one form, whatever form and way it came in."""

    def normalised(self, text: str) -> str:
        """Return the form that is stored; raises ValidationError where there is none."""
        raise NotImplementedError

    def to_python(self, value: object) -> str:
        """Return the form that is stored."""
        return self.normalised(str(value or ""))

    def get_prep_value(self, value: object) -> str:
        """Compare with any text: it is only stored that it has to be right."""
        return "" if value is None else str(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Store the one form."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: object) -> forms.Field:
        """Return a field that takes longer forms, too."""
        return super().formfield(**{"max_length": None} | kwargs)


class PartialDateField(NormalisedField):
    """A date to the day, the month or the year; stored as text in the form of ISO 8601."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Make it as long as such a date is."""
        super().__init__(*args, **{"max_length": max(partial_dates.LENGTHS)} | kwargs)

    def normalised(self, text: str) -> str:
        """Return the ISO form."""
        return partial_dates.parse(text)


class IsbnInput(forms.CharField):
    """A field of a form that shows an ISBN with its hyphens."""

    def prepare_value(self, value: object) -> object:
        """Return what stands in the field: what is wrong stays as it was typed."""
        try:
            return isbn.hyphenated(isbn.compact(value)) if value else value
        except ValidationError:
            return value


class IsbnField(NormalisedField):
    """An ISBN; stored as thirteen digits."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Make it as long as it is with hyphens, and call it by its name."""
        super().__init__(*args, **{"max_length": 20, "verbose_name": "ISBN"} | kwargs)

    def normalised(self, text: str) -> str:
        """Return the digits."""
        return isbn.compact(text) if text.strip() else ""

    def formfield(self, **kwargs: object) -> forms.Field:
        """Return a field that shows it with its hyphens."""
        return super().formfield(**{"form_class": IsbnInput} | kwargs)
