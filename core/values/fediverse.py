"""Addresses of accounts in the fediverse: @name@server.example."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

ADDRESS = re.compile(r"@[\w.-]+@[\w-]+(?:\.[\w-]+)+")


def validate_fediverse_address(text: str) -> None:
    """Raise ValidationError for anything but an address such as @name@server.example."""
    if not ADDRESS.fullmatch(text):
        raise ValidationError(gettext("Enter the address as @name@server.example."))
