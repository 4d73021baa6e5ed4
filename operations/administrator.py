"""Check the first administrator."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from users.models import User


def check_account(username: str, email: str, password: str) -> str:
    """Return what is wrong with the account to be created, or an empty string."""
    user = User(username=username, email=email)
    try:
        user.clean_fields(exclude=["password"])
        if email:
            validate_email(email)
        validate_password(password, user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
