"""The pages of the import as the client of a test uses them."""

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.importers.admin.working import OPTIONS

NEW = {"software": "wordpress", "media": "", "currency": "", "parts": OPTIONS["parts"]}


def url(name, run, **query):
    return reverse(f"import_{name}", args=[run.pk])


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def old_file(content=b"<rss></rss>", name="old.xml"):
    return SimpleUploadedFile(name, content, "text/xml")


def begin(desk, **values):
    return desk.post(reverse("import_new"), NEW | values)
