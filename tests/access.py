"""Create users and view restrictions for tests."""

import time

from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from accounts.middleware import LAST_SEEN
from users.models import User


def restrict(page):
    """Restrict a page and its descendants to users who are logged in."""
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def member(username, group):
    user = User.objects.create_user(username, f"{username}@example.org", "password")
    user.groups.add(Group.objects.get(name=group))
    return user


def age_confirmation(client, seconds):
    """Note in the client's session that its user entered the password some seconds earlier."""
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= seconds
    session.save()


def confirm_access(client):
    """Note in the client's session that its user has just entered the password again."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session[LAST_SEEN] = time.time()
    session.save()
