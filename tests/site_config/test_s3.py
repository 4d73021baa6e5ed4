"""Uploaded files in an S3 bucket."""

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

BUCKET_URL = "https://KEY:s3cr%2Fet@s3.amazonaws.com/media-of-the-site?region=us-east-1"


@pytest.fixture
def service(settings):
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="media-of-the-site")
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "site_config.s3.MediaBucket",
                "OPTIONS": s3.options(BUCKET_URL),
            }
        }
        yield client


@pytest.fixture
def recording(service, home):
    sound = ContentFile(b"0123456789" * 1000, "waves.mp3")
    return factories.SiteDocumentFactory(title="Waves", file=sound)


def keys(service):
    return [item["Key"] for item in service.list_objects(Bucket="media-of-the-site")["Contents"]]


def test_renditions_are_stored_in_the_bucket_and_served_by_the_site(service, home, client):
    image = factories.SiteImageFactory(title="Boats")
    generate_renditions(image)
    renditions = [key for key in keys(service) if key.startswith("images/")]
    assert len(renditions) > 10
    response = client.get(f"/media/{renditions[0]}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("image/")
    assert "immutable" in response["Cache-Control"]
    assert len(response.getvalue()) > 100
    again = client.get(f"/media/{renditions[0]}", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert image.renditions.first().url == f"/media/{image.renditions.first().file.name}"


def test_originals_stay_private(service, home, get):
    image = factories.SiteImageFactory(title="Boats")
    assert image.file.name in keys(service)
    get(f"/media/{image.file.name}", status=404)
    get(f"/media/images/../{image.file.name}", status=404)
    get("/media/images/missing.jpg", status=404)
    get("/media/images/%00.jpg", status=404)


def test_page_links_to_no_other_host(service, site_tree, get):
    image = factories.SiteImageFactory(title="Boats")
    article = factories.ArticlePageFactory(parent=site_tree.section, lead_image=image)
    html = get(article.url)
    assert 'src="/media/images/' in html
    assert "amazonaws" not in html


def test_document_supports_ranges(recording, client):
    whole = client.get(recording.url)
    assert whole.getvalue() == b"0123456789" * 1000
    part = client.get(recording.url, headers={"range": "bytes=10-14"})
    assert part.status_code == 206
    assert part["Content-Range"] == "bytes 10-14/10000"
    assert part["Content-Length"] == "5"
    assert part["Content-Type"] == whole["Content-Type"]
    assert part.getvalue() == b"01234"


@pytest.mark.parametrize("byte_range", ["bytes=20000-", "bytes=0-1,3-4", "bytes=-", "nonsense"])
def test_unsupported_range_gets_the_complete_file(recording, client, byte_range):
    response = client.get(recording.url, headers={"range": byte_range})
    assert response.status_code == 200
    assert len(response.getvalue()) == 10_000


def test_private_document_stays_private(recording, client):
    recording.collection = Collection.get_first_root_node().add_child(name="Inside")
    recording.collection.view_restrictions.create(restriction_type="login")
    recording.save()
    for headers in ({}, {"range": "bytes=10-14"}):
        assert client.get(recording.url, headers=headers).status_code == 302


def test_existing_file_is_not_overwritten(service):
    first, second = (default_storage.save("a.txt", ContentFile(text)) for text in (b"1", b"2"))
    assert first != second
    assert default_storage.open(first).read() == b"1"


def test_options_of_url():
    options = s3.options("http://KEY:s3cr%2Fet@localhost:9000/media")
    assert options["endpoint_url"] == "http://localhost:9000"
    assert options["secret_key"] == "s3cr/et"
    assert options["bucket_name"] == "media"


@pytest.mark.parametrize(
    "url", ["s3://KEY:hunter2@host/media", "https://host/media", "https://KEY:hunter2@host"]
)
def test_invalid_url_gets_one_line_without_the_secret(url):
    result = manage("check", **GOOD, MEDIA_BUCKET=url)
    assert result.returncode == 1
    assert "MEDIA_BUCKET is not a valid URL of a bucket" in result.stderr
    assert "\n" not in result.stderr.strip()
    assert "hunter2" not in result.stderr


def test_missing_library_message_says_how_to_install_it():
    with pytest.raises(ImproperlyConfigured, match=r"MEDIA_BUCKET needs .*requirements-hosts"):
        environment.library("nothing_of_that_name", "MEDIA_BUCKET")
