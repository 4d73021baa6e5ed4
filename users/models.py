"""The user accounts of the admin."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of the staff; readers and guest authors need no account."""
