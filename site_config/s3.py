"""Keeps uploaded files in a bucket of a service that speaks S3, where several hosts share them."""

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

ONE_PART = re.compile(r"bytes=\d*-\d*")


@dataclass(frozen=True)
class FilePart:
    """A part of a file: what it has, how many bytes, and which of how many (`Content-Range`)."""

    chunks: Iterator[bytes]
    size: int
    range: str


class MediaBucket(S3Storage):
    """A bucket that the site alone reads.

    Readers get its files from the site, as they do without it: no other host learns who reads
    what, originals of pictures stay private, and the site decides about each document.
    """

    def url(self, name: str, *_given: object, **_named: object) -> str:
        """Return the address of a file on the site."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def part(self, name: str, asked: str) -> FilePart | None:
        """Return the part of a file that a `Range` asks for (RFC 9110, section 14).

        None stands for the whole: of several parts at once, and where there is no such part.
        """
        if not ONE_PART.fullmatch(asked):
            return None
        file = self.bucket.Object(self._normalize_name(clean_name(name)))
        try:
            found = file.get(Range=asked)
        except ClientError:
            return None
        if "ContentRange" not in found:
            return None
        return FilePart(found["Body"].iter_chunks(), found["ContentLength"], found["ContentRange"])


def options(address: str) -> dict[str, object]:
    """Return the options of a bucket for its address, https://KEY:SECRET@host/bucket?region=.

    Raises ImproperlyConfigured, without repeating the address, which has a secret, where it is
    none.
    """
    parts = urlsplit(address)
    bucket, host = parts.path.strip("/"), parts.netloc.rpartition("@")[2]
    if parts.scheme not in {"http", "https"} or not (host and bucket and parts.password):
        raise ImproperlyConfigured(
            "MEDIA_BUCKET is not the address of a bucket. "
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
