"""International Standard Book Numbers (ISO 2108): checked, kept compact, shown with hyphens."""

from django.core.exceptions import ValidationError
from stdnum import isbn
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as InvalidNumber


def compact(number: str) -> str:
    """Return an ISBN-13 of digits alone for an ISBN-10 or ISBN-13 in any common spelling.

    Raises ValidationError, with a sentence for the editor, where it is no ISBN.
    """
    try:
        digits = isbn.to_isbn13(isbn.validate(number)).replace("-", "").replace(" ", "")
    except InvalidChecksum as error:
        raise ValidationError(
            "The last digit of this ISBN does not fit the others; one of them is mistyped."
        ) from error
    except InvalidNumber as error:
        raise ValidationError(
            "This is no ISBN. It has 13 digits and begins with 978 or 979 (or it has 10)."
        ) from error
    _prefix, group, registrant, *_rest = isbn.split(digits)
    if not (group and registrant):
        raise ValidationError(
            "No publisher can have this ISBN: its range was never given out. A digit is mistyped."
        )
    return digits


def hyphenated(number: str) -> str:
    """Return an ISBN with its hyphens where the registration agencies put them."""
    return isbn.format(number) if number else ""
