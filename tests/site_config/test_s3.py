"""Files in a bucket that several hosts share: readers see no difference."""

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from moto import mock_aws
from wagtail.models import Collection

from images.prerender import generate_renditions
from site_config import s3
from site_config.settings import environment
from tests import factories
from tests.commands import GOOD, manage

ADDRESS = "https://KEY:s3cr%2Fet@s3.amazonaws.com/media-of-the-site?region=us-east-1"


@pytest.fixture
def service(settings):
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="media-of-the-site")
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "site_config.s3.MediaBucket",
                "OPTIONS": s3.options(ADDRESS),
            }
        }
        yield client


@pytest.fixture
def recording(service, home):
    sound = ContentFile(b"0123456789" * 1000, "waves.mp3")
    return factories.SiteDocumentFactory(title="Waves", file=sound)


def keys(service):
    return [item["Key"] for item in service.list_objects(Bucket="media-of-the-site")["Contents"]]


def test_pictures_are_drawn_into_the_bucket_and_read_from_the_site(service, home, client):
    image = factories.SiteImageFactory(title="Boats")
    generate_renditions(image)
    drawn = [key for key in keys(service) if key.startswith("images/")]
    assert len(drawn) > 10
    response = client.get(f"/media/{drawn[0]}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("image/")
    assert "immutable" in response["Cache-Control"]
    assert len(response.getvalue()) > 100
    again = client.get(f"/media/{drawn[0]}", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert image.renditions.first().url == f"/media/{image.renditions.first().file.name}"


def test_originals_stay_private(service, home, get):
    image = factories.SiteImageFactory(title="Boats")
    assert image.file.name in keys(service)
    get(f"/media/{image.file.name}", status=404)
    get(f"/media/images/../{image.file.name}", status=400)
    get("/media/images/missing.jpg", status=404)
    get("/media/images/%00.jpg", status=404)


def test_page_shows_no_other_host(service, site_tree, get):
    image = factories.SiteImageFactory(title="Boats")
    article = factories.ArticlePageFactory(parent=site_tree.section, lead_image=image)
    html = get(article.url)
    assert 'src="/media/images/' in html
    assert "amazonaws" not in html


def test_document_is_sent_whole_and_in_parts(recording, client):
    whole = client.get(recording.url)
    assert whole.getvalue() == b"0123456789" * 1000
    part = client.get(recording.url, headers={"range": "bytes=10-14"})
    assert part.status_code == 206
    assert part["Content-Range"] == "bytes 10-14/10000"
    assert part["Content-Length"] == "5"
    assert part["Content-Type"] == whole["Content-Type"]
    assert part.getvalue() == b"01234"


@pytest.mark.parametrize("asked", ["bytes=20000-", "bytes=0-1,3-4", "bytes=-", "nonsense"])
def test_what_is_no_part_is_the_whole(recording, client, asked):
    response = client.get(recording.url, headers={"range": asked})
    assert response.status_code == 200
    assert len(response.getvalue()) == 10_000


def test_private_document_stays_private(recording, client):
    recording.collection = Collection.get_first_root_node().add_child(name="Inside")
    recording.collection.view_restrictions.create(restriction_type="login")
    recording.save()
    for headers in ({}, {"range": "bytes=10-14"}):
        assert client.get(recording.url, headers=headers).status_code == 302


def test_file_of_the_same_name_is_another_file(service):
    first, second = (default_storage.save("a.txt", ContentFile(text)) for text in (b"1", b"2"))
    assert first != second
    assert default_storage.open(first).read() == b"1"


def test_address_of_a_bucket():
    found = s3.options("http://KEY:s3cr%2Fet@localhost:9000/media")
    assert found["endpoint_url"] == "http://localhost:9000"
    assert found["secret_key"] == "s3cr/et"
    assert found["bucket_name"] == "media"


@pytest.mark.parametrize(
    "address", ["s3://KEY:hunter2@host/media", "https://host/media", "https://KEY:hunter2@host"]
)
def test_other_addresses_get_a_line_without_the_secret(address):
    result = manage("check", **GOOD, MEDIA_BUCKET=address)
    assert result.returncode == 1
    assert "MEDIA_BUCKET is not the address of a bucket" in result.stderr
    assert "\n" not in result.stderr.strip()
    assert "hunter2" not in result.stderr


def test_missing_library_is_named_with_what_installs_it():
    with pytest.raises(ImproperlyConfigured, match=r"MEDIA_BUCKET needs .*requirements-hosts"):
        environment.library("nothing_of_that_name", "MEDIA_BUCKET")
