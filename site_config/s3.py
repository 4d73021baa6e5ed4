"""Storage of uploaded files in an S3-compatible bucket, which several hosts can share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.exceptions import ClientError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

SINGLE_RANGE = re.compile(r"bytes=\d*-\d*")


@dataclass(frozen=True)
class FilePart:
    """A part of a file: its content, its size in bytes and its `Content-Range`."""

    chunks: Iterator[bytes]
    size: int
    range: str


class MediaBucket(S3Storage):
    """A private bucket, whose files are served by the site.

    So readers make no requests to another host, original images stay private, and the permissions
    of documents apply.
    """

    def url(self, name: str, *_args: object, **_kwargs: object) -> str:
        """Return the URL of a file on the site."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def part(self, name: str, byte_range: str) -> FilePart | None:
        """Return the part of a file for a `Range` header (RFC 9110, section 14).

        Returns None if the complete file must be sent: for several ranges, an invalid range or an
        error of the service.
        """
        if not SINGLE_RANGE.fullmatch(byte_range):
            return None
        file = self.bucket.Object(self._normalize_name(clean_name(name)))
        try:
            response = file.get(Range=byte_range)
        except ClientError:
            return None
        if "ContentRange" not in response:
            return None
        return FilePart(
            response["Body"].iter_chunks(), response["ContentLength"], response["ContentRange"]
        )


def options(url: str) -> dict[str, object]:
    """Return the storage options for a URL such as https://KEY:SECRET@host/bucket?region=.

    Raises ImproperlyConfigured for an invalid URL. The message omits the URL, as it contains a
    secret.
    """
    parts = urlsplit(url)
    bucket, host = parts.path.strip("/"), parts.netloc.rpartition("@")[2]
    if parts.scheme not in {"http", "https"} or not (host and bucket and parts.password):
        raise ImproperlyConfigured(
            "MEDIA_BUCKET is not a valid URL of a bucket. "
            "It looks like https://KEY:SECRET@s3.example.org/bucket."
        )
    return {
        "endpoint_url": f"{parts.scheme}://{host}",
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
        "addressing_style": "path",
        "file_overwrite": False,
    }
