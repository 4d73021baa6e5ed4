"""Pictures, recordings and documents of a Ghost site are found by their exact paths."""

import json
import zipfile

import pytest
from django.core.management import CommandError

from images.models import SiteImage
from importers.ghost import archive
from importers.ghost.site_files import site_file
from news.models import ArticlePage
from tests.importers.ghost.exports import GHOST, URL, export, post

IMAGES = f"{GHOST}/content/images"


def pictures():
    body = ArticlePage.objects.get().body.raw_data
    keys = [block["value"]["image"]["image"] for block in body if block["type"] == "image"]
    return [SiteImage.objects.get(pk=key).title for key in keys]


def test_names_that_look_like_other_sizes_are_different_files(import_posts, content):
    names = (
        "2023/01/nets.jpg",
        "2023/01/nets-1200x800.jpg",
        "size/w600/format/webp/2023/01/nets.jpg",
        "cover.png",
        "size/w100/cover.png",
    )
    html = "".join(
        f'<figure class="kg-card kg-image-card"><img src="{IMAGES}/{name}"></figure>'
        for name in names
    )
    import_posts(post(1, html=html), options={"media": content})
    assert pictures() == ["nets.jpg", "nets-1200x800.jpg", "nets.jpg", "cover.png", "cover.png"]
    assert SiteImage.objects.count() == 3


@pytest.mark.parametrize("folder", ["", "images"])
def test_folder_may_be_the_content_or_its_images(import_posts, content, folder):
    import_posts(
        post(1, html=f'<img src="{IMAGES}/2023/01/nets.jpg">'), options={"media": content / folder}
    )
    assert pictures() == ["nets.jpg"]


def test_file_of_another_site_with_the_same_path_is_not_ours(import_posts, content):
    html = f'<img src="{IMAGES}/2023/01/nets.jpg"><img src="https://other.example/content/images/2023/01/nets.jpg">'
    report = import_posts(post(1, html=html), options={"media": content})
    assert pictures() == ["nets.jpg"]
    assert "https://other.example/content/images/2023/01/nets.jpg" in str(report["entries"])


@pytest.mark.parametrize("start", [f"{GHOST}/", "https://storage.ghost.io/c/12/34/", "/"])
def test_links_lead_to_imported_files(import_posts, content, start):
    html = "".join(
        f'<p><a href="{start}content/{name}">x</a></p>'
        for name in (
            "files/2023/01/minutes.pdf",
            "images/size/w9/2023/01/nets.jpg",
            "files/none.pdf",
        )
    )
    import_posts(post(1, html=html), options={"media": content})
    text = ArticlePage.objects.get().body.raw_data[0]["value"]
    assert 'linktype="document"' in text
    assert "nets" in text.split("<p>")[2]
    assert "content" not in text.split("<p>")[2]
    assert f'href="{start.replace(GHOST, URL)}content/files/none.pdf"' in text


def test_files_are_added_once_their_folder_is_given(import_posts, content):
    row = post(
        1,
        html=f'<img src="{IMAGES}/2023/01/nets.jpg">',
        feature_image=f"{IMAGES}/2023/01/boats.jpg",
    )
    import_posts(row)
    assert ArticlePage.objects.get().lead_image is None
    import_posts(row, options={"media": content})
    assert pictures() == ["nets.jpg"]
    assert ArticlePage.objects.get().lead_image.title == "boats.jpg"


@pytest.mark.parametrize(
    "path", ["../../secret.jpg", "%2e%2e/%2e%2e/secret.jpg", "2023/01/x.svg", "2023/01/x.php"]
)
def test_no_other_files_are_read(import_posts, content, path):
    (content.parent / "secret.jpg").write_bytes((content / "images/2023/01/nets.jpg").read_bytes())
    import_posts(post(1, html=f'<img src="{IMAGES}/{path}">'), options={"media": content})
    assert not SiteImage.objects.exists()


def test_files_may_be_in_the_zip_with_the_export(run, content, tmp_path, monkeypatch):
    file = tmp_path / "old.zip"
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr(
            "old/data/old.json",
            json.dumps(export(post(1, html=f'<img src="{IMAGES}/2023/01/nets.jpg">'))),
        )
        zipped.write(content / "images/2023/01/nets.jpg", "old/content/images/2023/01/nets.jpg")
        zipped.writestr("../../content/images/evil.jpg", b"x")
        zipped.writestr("old/content/themes/index.js", b"x")
    run(file)
    assert pictures() == ["nets.jpg"]
    assert not list(tmp_path.parent.parent.glob("content"))
    monkeypatch.setattr(archive, "MAX_BYTES", 10)
    with pytest.raises(CommandError, match="unpack it yourself"):
        run(file)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/content/images/2023/01/a.jpg", "/content/images/2023/01/a.jpg"),
        (
            f"{URL}/content/images/size/w600h400/2023/a%20b.jpg?v=1#x",
            "/content/images/2023/a b.jpg",
        ),
        ("http://www.old.example/content/media/a.mp3", "/content/media/a.mp3"),
        ("https://storage.ghost.io/c/12/34/content/files/a.pdf", "/content/files/a.pdf"),
        ("https://else.example/content/files/a.pdf", None),
        ("content/files/a.pdf", None),
        ("javascript:/content/files/a.pdf", None),
        ("https://[/content/files/a.pdf", None),
        (f"{URL}/content/themes/a.js", None),
        ("", None),
    ],
)
def test_path_of_a_file(url, path):
    found = site_file(url, URL)
    assert (found and found.path) == path
