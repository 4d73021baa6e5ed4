"""The step after an upload: what it shows, stores and refuses."""

import io

import pytest
from django.urls import reverse
from PIL import ExifTags, Image
from wagtail.images.views.chooser import ImageUploadView

from images.models import SiteImage
from images.upload_check import CheckedUploadView
from tests import factories
from tests.access import member

pytestmark = pytest.mark.django_db


def picture(width=400, height=300, artist=""):
    content = io.BytesIO()
    image = Image.new("RGB", (width, height), (width % 255, height % 255, len(artist)))
    exif = image.getexif()
    if artist:
        exif[ExifTags.Base.Artist] = artist
    image.save(content, "JPEG", exif=exif)
    content.seek(0)
    content.name = "picture.jpg"
    return content


@pytest.fixture
def upload(client, editor):
    client.force_login(editor)

    def send(query="", **picture_options):
        prefix = "image-chooser-upload-"
        fields = dict.fromkeys(("description", "credit", "source_url", "licence", "ai_use"), "")
        data = fields | {"title": "A picture", "file": picture(**picture_options), "tags": ""}
        focal = {f"focal_point_{name}": "" for name in ("x", "y", "width", "height")}
        data = {prefix + name: value for name, value in (data | focal).items()}
        return client.post(reverse("wagtailimages_chooser:create") + query, data).json()

    return send


def check_address(image, *read):
    query = "&".join(f"read={name}" for name in read)
    return reverse("check_upload", args=[image.pk]) + f"?{query}"


@pytest.mark.parametrize(
    ("options", "step"),
    [
        ({}, "chosen"),
        ({"width": 300, "height": 320}, "chosen"),
        ({"width": 300, "height": 400}, "check_upload"),
        ({"artist": "Jo Harbour"}, "check_upload"),
    ],
)
def test_step_is_displayed_if_there_is_something_to_check(upload, options, step):
    response = upload(**options)
    assert response["step"] == step
    assert ("Jo Harbour" in response.get("html", "")) is ("artist" in options)
    assert ("What must stay visible" in response.get("html", "")) is (options.get("height") == 400)


def test_same_upload_gives_what_wagtail_gives(upload, monkeypatch):
    own = upload()["result"]
    SiteImage.objects.all().delete()
    monkeypatch.setattr(
        CheckedUploadView, "get_chosen_response", ImageUploadView.get_chosen_response
    )
    wagtail = upload()["result"]
    for result in (own, wagtail):
        del result["id"], result["edit_url"], result["preview"]
    assert own == wagtail


def test_several_pictures_remain_a_list(upload, client):
    response = upload("?multiple=1", width=300, height=400)
    assert "multiple=1" in response["html"]
    image = SiteImage.objects.get()
    address = f"{check_address(image)}&multiple=1"
    data = {"upload-check-across": "20", "upload-check-down": "10"}
    assert isinstance(client.post(address, data).json()["result"], list)


def test_check_is_stored(upload, client):
    upload(width=300, height=400, artist="Jo Harbour")
    image = SiteImage.objects.get()
    data = {"upload-check-credit": "Joanna", "upload-check-licence": "own"}
    data |= {"upload-check-across": "20", "upload-check-down": "10"}
    response = client.post(check_address(image, "credit"), data).json()
    assert response["step"] == "chosen"
    image.refresh_from_db()
    assert (image.credit, image.licence) == ("Joanna", "")  # The licence was not displayed.
    assert (image.focal_point_x, image.focal_point_y) == (60, 40)
    assert image.has_focal_point()


@pytest.mark.parametrize("value", ["-1", "101", "x", "", "9" * 30])
def test_wrong_place_is_reported_and_nothing_stored(upload, client, value):
    upload(width=300, height=400)
    image = SiteImage.objects.get()
    data = {"upload-check-across": value, "upload-check-down": "10"}
    response = client.post(check_address(image), data).json()
    assert response["step"] == "check_upload"
    assert not SiteImage.objects.get().has_focal_point()


def test_picture_of_others_needs_the_right_to_change_it(client):
    image = factories.SiteImageFactory(credit="Ada")
    client.force_login(member("newcomer", "Contributors"))
    response = client.post(check_address(image, "credit"), {"upload-check-credit": "Mine"})
    assert response.status_code == 302
    image.refresh_from_db()
    assert image.credit == "Ada"
