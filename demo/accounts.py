"""The user accounts of the demo."""

from django.contrib.auth.models import Group

from users.models import User

ACCOUNTS = {
    "contributor": "Contributors",
    "editor": "Editors",
    "moderator": "Moderators",
    "administrator": None,
}


def create_accounts(password: str) -> None:
    """Create one account for each role; the administrator is a superuser."""
    for username, group in ACCOUNTS.items():
        user = User.objects.create_user(
            username,
            f"{username}@example.org",
            password,
            first_name=f"Demo {username}",
            is_superuser=group is None,
            is_staff=group is None,
        )
        if group:
            user.groups.add(Group.objects.get(name=group))
