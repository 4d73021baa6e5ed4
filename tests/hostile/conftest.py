import pytest

from users.models import User


@pytest.fixture
def admin(db, client):
    user = User.objects.create_superuser("admin", "admin@example.org", "password")
    client.force_login(user)
    return user
