"""A field that several models need."""

from django import forms
from django.db import models


class WebAddressField(models.URLField):
    """An address of the web; one that is typed without a scheme means https."""

    def formfield(self, **kwargs: object) -> forms.Field:
        """Return the field of a form, which says what Django 6 will take for granted."""
        return super().formfield(**{"assume_scheme": "https"} | kwargs)
