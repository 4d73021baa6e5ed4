"""Fields that the models of other modules are made of."""

from collections.abc import Callable

from django import forms
from django.db import models


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
