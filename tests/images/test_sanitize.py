"""Uploaded images are re-encoded without metadata."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images.models import Image as WagtailImage
from wagtail.images.utils import find_image_duplicates
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from images.choices import Licence, licence_of
from images.models import SiteImage
from images.sanitize import sanitize_image
from tests.picture_files import (
    SECRETS,
    bomb,
    drawing,
    exif,
    moving,
    photograph,
    saved,
)

PAYLOAD = b"<script>alert(1)</script>PK\x03\x04"
REFUSED = {
    "an SVG with a script": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "a truncated photograph": ("a.jpg", photograph((800, 600))[:-2000]),
    "a bomb": ("a.png", bomb()),
    "sixty megapixels": ("a.png", bomb(10_000, 6_000)),
    "HTML with a wrong extension": ("a.jpg", b"<!doctype html><script>alert(1)</script>"),
    "a PNG with a wrong extension": ("a.jpg", saved(drawing(), "PNG")),
    "an empty file": ("a.jpg", b""),
}


@pytest.fixture
def editor_at_desk(client, editor):
    client.force_login(editor)
    return client


def upload(client, name, content, **fields):
    form = {"title": "A picture", "file": SimpleUploadedFile(name, content), "tags": ""}
    return client.post(reverse("wagtailimages:add"), form | fields)


def stored(image):
    with image.file.storage.open(image.file.name) as file:
        return file.read()


def assert_no_metadata(content):
    for secret in SECRETS:
        assert secret not in content
    picture = Image.open(BytesIO(content))
    assert not picture.getexif()
    assert not set(picture.info) & {"exif", "xmp", "icc_profile", "comment", "photoshop"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("phone.jpg", photograph()),
        ("phone.png", saved(drawing(), "PNG", exif=exif())),
        ("phone.webp", saved(drawing(), "WEBP", exif=exif())),
        ("phone.avif", saved(drawing(), "AVIF", exif=exif())),
        ("phone.heic", saved(drawing(), "HEIF", exif=exif().tobytes())),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_upload_has_no_metadata(editor_at_desk, name, content):
    assert any(secret in content for secret in SECRETS)
    assert upload(editor_at_desk, name, content).status_code == 302
    image = SiteImage.objects.get()
    assert_no_metadata(stored(image))
    assert (image.width, image.height) == (80, 60)
    assert image.file_size == len(stored(image))
    for spec in ("width-40|format-webp", "width-40|format-avif", "fill-20x20|format-jpeg"):
        rendition = image.get_rendition(spec)
        with rendition.file.open() as file:
            assert_no_metadata(file.read())


@pytest.mark.django_db
def test_image_saved_without_a_form_is_sanitized():
    image = SiteImage(title="Imported", file=ContentFile(photograph(), name="import.jpg"))
    image.save()
    assert_no_metadata(stored(image))
    before = stored(image)
    image.title = "Renamed"
    image.save()
    assert stored(image) == before


@pytest.mark.django_db
def test_image_is_rotated_upright():
    content = saved(drawing((60, 80)).rotate(90, expand=True), exif=exif(Orientation=6))
    image = SiteImage.objects.create(title="Upright", file=ContentFile(content, name="up.jpg"))
    assert (image.width, image.height) == (60, 80)
    with Image.open(BytesIO(stored(image))) as picture:
        red, green, _blue = picture.convert("RGB").getpixel((5, 5))
    assert red > 200 > green


@pytest.mark.django_db
def test_empty_fields_are_filled_from_metadata(editor_at_desk):
    upload(editor_at_desk, "quay.jpg", photograph())
    image = SiteImage.objects.get()
    assert image.credit == "Wren Tidewater"
    assert image.source_url == "https://pictures.example/quay"
    assert image.licence == Licence.CC_BY_SA
    assert image.description == "Boats at low water"
    image.delete()
    upload(editor_at_desk, "quay.jpg", photograph(), credit="Ada Example", licence=Licence.OWN)
    image = SiteImage.objects.get()
    assert (image.credit, image.licence) == ("Ada Example", Licence.OWN)


@pytest.mark.django_db
def test_exif_is_read():
    content = saved(drawing(), exif=exif(Artist="Ida Older", ImageDescription="A net"))
    image = SiteImage.objects.create(title="Old", file=ContentFile(content, name="old.jpg"))
    assert (image.credit, image.description) == ("Ida Older", "A net")


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_encoding_of_exif_is_detected(encoding):
    """EXIF allows ASCII only, but programs such as ExifTool write UTF-8."""
    name = "José Müller".encode(encoding)
    content = saved(drawing(), exif=exif(Artist=name))
    image = SiteImage.objects.create(title="Old", file=ContentFile(content, name="old.jpg"))
    assert image.credit == "José Müller"


@pytest.mark.parametrize(
    ("url", "licence"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", Licence.CC_BY),
        ("http://creativecommons.org/licenses/by-nc-nd/4.0/legalcode", Licence.CC_BY_NC_ND),
        ("https://creativecommons.org/publicdomain/zero/1.0/", Licence.CC0),
        ("https://creativecommons.org/licenses/by/2.0/", ""),
        ("https://example.org/licence", ""),
        ("", ""),
    ],
)
def test_licence_of_url(url, licence):
    assert licence_of(url) == licence


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.gif", saved(drawing(mode="P"), "GIF") + PAYLOAD),
        ("a.jpg", photograph() + PAYLOAD),
        ("a.png", saved(drawing(mode="RGBA"), "PNG") + PAYLOAD),
    ],
)
def test_appended_data_is_removed(editor_at_desk, name, content):
    assert upload(editor_at_desk, name, content).status_code == 302
    assert b"script" not in stored(SiteImage.objects.get())


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_animation_is_preserved(editor_at_desk, kind):
    upload(editor_at_desk, f"moving.{kind.lower()}", moving(kind))
    with Image.open(BytesIO(stored(SiteImage.objects.get()))) as picture:
        assert picture.n_frames == 3
        picture.seek(1)
        picture.load()
        assert picture.info["duration"] == 120


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "grey"), [("I;16", 0x8000), ("1", 1), ("P", 7)])
def test_any_colour_depth_has_renditions(mode, grey):
    content = BytesIO()
    Image.new(mode, (60, 40), grey).save(content, "PNG")
    file = ContentFile(content.getvalue(), name="scan.png")
    image = SiteImage.objects.create(title="Scan", file=file)
    for spec in ("width-30|format-jpeg", "width-30|format-webp", "width-30|format-avif"):
        assert image.get_rendition(spec).width == 30
    if mode.startswith("I"):
        with Image.open(BytesIO(stored(image))) as picture:
            assert picture.getpixel((5, 5)) == 128


@pytest.mark.django_db
def test_only_the_first_of_several_images_is_decoded(monkeypatch):
    """A small file may contain hundreds of large images."""
    content = BytesIO()
    first, *others = [Image.new("RGB", (60, 40), shade) for shade in ("red", *["blue"] * 5)]
    first.save(content, "HEIF", save_all=True, append_images=others)
    frames = []
    monkeypatch.setattr(
        "images.sanitize._clean_frame",
        lambda frame, _format: frames.append(frame) or frame.convert("RGB"),
    )
    sanitize_image(ContentFile(content.getvalue(), name="many.heic"))
    assert len(frames) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_image_is_converted_to_srgb(mode):
    content = saved(drawing(mode=mode))
    image = SiteImage.objects.create(title=mode, file=ContentFile(content, name=f"{mode}.jpg"))
    with Image.open(BytesIO(stored(image))) as picture:
        assert picture.mode in {"RGB", "L"}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content"), REFUSED.values(), ids=REFUSED.keys())
def test_invalid_image_gets_one_message(editor_at_desk, name, content):
    response = upload(editor_at_desk, name, content)
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert list(errors) == ["file"]
    assert len(errors["file"]) == 1
    assert len(errors["file"][0].split()) > 3
    assert not SiteImage.objects.exists()


@pytest.mark.parametrize("reason", [reason for reason in REFUSED if "PNG" not in reason])
def test_invalid_image_raises_validation_error(reason):
    name, content = REFUSED[reason]
    with pytest.raises(ValidationError, match="image"):
        sanitize_image(ContentFile(content, name=name))


def test_wrong_extension_is_corrected():
    name, content = REFUSED["a PNG with a wrong extension"]
    assert sanitize_image(ContentFile(content, name=name)).name == "a.png"


@pytest.mark.django_db
def test_duplicate_is_detected(editor_at_desk, editor):
    for _ in range(2):
        upload(editor_at_desk, "quay.jpg", photograph())
    first, second = SiteImage.objects.order_by("pk")
    policy = CollectionOwnershipPermissionPolicy(
        SiteImage, auth_model=WagtailImage, owner_field_name="uploaded_by_user"
    )
    assert list(find_image_duplicates(second, editor, policy)) == [first]
