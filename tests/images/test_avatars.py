"""Profile pictures of users are served to the staff alone."""

import pytest
from django.core.files.base import ContentFile
from wagtail.users.models import UserProfile

from tests.picture_files import drawing, saved


@pytest.fixture
def avatar(editor):
    profile = UserProfile.get_for_user(editor)
    profile.avatar.save("ada.jpg", ContentFile(saved(drawing())))
    return profile.avatar.url


def test_staff_see_profile_pictures(avatar, editor, client):
    client.force_login(editor)
    response = client.get(avatar)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/jpeg"
    response.close()


def test_readers_do_not(avatar, client):
    assert client.get(avatar).status_code == 302


@pytest.mark.parametrize("path", ["none.jpg", "../images/a.jpg", "../../settings.py", "%00"])
def test_other_files_are_not_served(editor, client, path):
    client.force_login(editor)
    assert client.get(f"/media/avatar_images/{path}").status_code == 404
