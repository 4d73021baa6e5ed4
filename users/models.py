"""The people who sign in."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who works on the publication; readers and guest authors need no account."""
