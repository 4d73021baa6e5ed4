"""The durations of recordings, from files that anyone may have forged."""

import io
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from documents.models import SiteDocument
from documents.recordings import LONGEST, duration_of
from tests import factories

RATE = 8000


def flac(seconds, rate=RATE):
    """Return the header of a FLAC file, which says how long the sound is."""
    frames = rate << 44 | 15 << 36 | seconds * rate  # one channel of 16 bits
    information = b"\x10\x00\x10\x00" + bytes(6) + frames.to_bytes(8, "big") + bytes(16)
    return b"fLaC\x80" + len(information).to_bytes(3, "big") + information


def file_of(data, name="talk.flac"):
    return ContentFile(data, name)


def test_duration_is_read():
    file = io.BytesIO(flac(754))
    assert duration_of(file) == 754
    assert file.tell() == 0


@pytest.mark.parametrize(
    "data", [b"", b"<html><body>Not found</body></html>", flac(0), flac(LONGEST + 1), flac(60)[:20]]
)
def test_file_that_says_no_duration(data):
    assert duration_of(io.BytesIO(data)) is None


@given(
    st.sampled_from([flac(60), b"ID3\x03\0\0\0\0\0\0", b"\xff\xfb\x90\x00", b"OggS\0\x02"])
    | st.just(b"\0\0\0\x18ftypmp42\0\0\0\0"),
    st.binary(max_size=300),
    st.integers(0, 40),
)
@example(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", b"\0\0\0\0moov", 24)
def test_any_file_has_a_duration_or_none(beginning, rest, cut):
    duration = duration_of(io.BytesIO(beginning[:cut] + rest))
    assert duration is None or 1 <= duration <= LONGEST


@pytest.mark.django_db
def test_document_keeps_the_duration_of_its_file():
    document = factories.SiteDocumentFactory(file=file_of(flac(60)))
    assert SiteDocument.objects.get().duration == 60
    document.file = file_of(flac(90))
    document.save()
    assert SiteDocument.objects.get().duration == 90
    document.file = file_of(b"%PDF", "talk.pdf")
    document.save()
    assert SiteDocument.objects.get().duration is None


@pytest.mark.django_db
def test_uploaded_recording_has_a_duration(client, editor):
    client.force_login(editor)
    data = {"title": "Talk", "file": file_of(flac(60)), "collection": 1}
    client.post(reverse("wagtaildocs:add"), data)
    document = SiteDocument.objects.get()
    assert (document.duration, document.file_size) == (60, len(flac(60)))
    edit = reverse("wagtaildocs:edit", args=[document.pk])
    client.post(edit, {"title": "Talk, again", "collection": document.collection_id})
    assert SiteDocument.objects.get().duration == 60
    client.post(edit, data | {"file": file_of(flac(75), "other.flac")})
    assert SiteDocument.objects.get().duration == 75


@pytest.mark.django_db
def test_missing_file_does_not_stop_a_save():
    document = factories.SiteDocumentFactory(file=file_of(b"no sound", "talk.mp3"))
    document.file.storage.delete(document.file.name)
    document = SiteDocument.objects.get()
    document.title = "Renamed"
    document.save()
    assert SiteDocument.objects.get().title == "Renamed"


@pytest.mark.django_db
def test_migration_reads_the_durations_of_stored_files():
    stored = factories.SiteDocumentFactory(file=file_of(flac(60)))
    missing = factories.SiteDocumentFactory(file=file_of(flac(60)))
    missing.file.storage.delete(missing.file.name)
    factories.SiteDocumentFactory(file=file_of(b"%PDF", "paper.pdf"))
    SiteDocument.objects.update(duration=None)
    import_module("documents.migrations.0002_duration").read_durations(apps, None)
    durations = SiteDocument.objects.exclude(duration=None).values_list("pk", "duration")
    assert list(durations) == [(stored.pk, 60)]
