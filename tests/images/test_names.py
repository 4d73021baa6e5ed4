"""Names of renditions cannot be guessed, as everybody who knows one gets the file."""

import re

from images.models import SiteImage
from tests import factories


def test_name_has_letters_that_depend_on_the_secret_key(db, settings):
    path = SiteImage().get_upload_to("harbour.jpg")
    assert re.fullmatch(r"original_images/harbour-[0-9a-f]{12}\.jpg", path)
    assert path == SiteImage().get_upload_to("harbour.jpg")
    settings.SECRET_KEY = "another"
    assert path != SiteImage().get_upload_to("harbour.jpg")


def test_rendition_has_them_too(db, client):
    image = factories.SiteImageFactory(file__filename="harbour.jpg")
    rendition = image.get_rendition("width-40")
    assert re.search(r"/harbour-[0-9a-f]{12}", rendition.url)
    assert client.get("/media/images/harbour.width-40.jpg").status_code == 404


def test_long_names_keep_them(db):
    assert re.search(r"-[0-9a-f]{12}\.jpg$", SiteImage().get_upload_to("x" * 300 + ".jpg"))
