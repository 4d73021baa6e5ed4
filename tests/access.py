"""Create users and view restrictions for tests."""

from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from users.models import User


def restrict(page):
    """Restrict a page and its descendants to users who are logged in."""
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def member(username, group):
    user = User.objects.create_user(username, f"{username}@example.org", "password")
    user.groups.add(Group.objects.get(name=group))
    return user
