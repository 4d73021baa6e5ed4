"""International Standard Book Numbers (ISO 2108): validation, storage and display."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from stdnum import isbn
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as InvalidNumber


def compact(number: str) -> str:
    """Return the 13 digits of an ISBN-10 or ISBN-13 in any common spelling.

    Raise ValidationError, with a message for the editor, if it is not a valid ISBN.
    """
    try:
        digits = isbn.to_isbn13(isbn.validate(number)).replace("-", "").replace(" ", "")
    except InvalidChecksum as error:
        raise ValidationError(
            gettext("The last digit of this ISBN does not match the others. Is one mistyped?")
        ) from error
    except InvalidNumber as error:
        raise ValidationError(
            gettext("Enter an ISBN of 13 digits, beginning with 978 or 979, or one of 10 digits.")
        ) from error
    _prefix, group, registrant, *_rest = isbn.split(digits)
    if not (group and registrant):
        raise ValidationError(
            gettext("No publisher has an ISBN in this range. Is one of the digits mistyped?")
        )
    return digits


def hyphenated(number: str) -> str:
    """Return an ISBN with hyphens between its registration group, registrant and so on."""
    return isbn.format(number) if number else ""
