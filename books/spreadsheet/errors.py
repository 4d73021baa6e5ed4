"""The error of a table that cannot be read."""

from django.core.exceptions import ValidationError


class UnreadableError(ValidationError):
    """A file that holds no table, with the number of the offending row."""

    def __init__(self, text: str, row: int = 1) -> None:
        super().__init__(text)
        self.row = row
