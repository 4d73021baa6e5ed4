"""Refuse passwords that are easy to guess."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from zxcvbn_rs_py import zxcvbn

from users.models import User

# Of zxcvbn's scores from 0 to 4: more than 100 million guesses.
MIN_SCORE = 3
# Its time grows with the length, and a long password is not guessed by its end.
MAX_CHECKED = 72


class GuessablePasswordValidator:
    """Refuse common passwords and words, dates and patterns, also where some letters differ.

    zxcvbn has lists of common passwords, names and words. The names of the account are added.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError if the password takes few guesses."""
        names = (user.username, user.first_name, user.last_name, user.email) if user else ()
        result = zxcvbn(password[:MAX_CHECKED], [name for name in names if name])
        if int(result.score) < MIN_SCORE:
            raise ValidationError(
                gettext("This password is easy to guess. Use four or more unrelated words."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """Return the rule for the form."""
        return gettext("Your password must not be easy to guess: four unrelated words are good.")
