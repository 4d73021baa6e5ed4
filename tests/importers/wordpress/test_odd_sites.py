"""Unusual content of real sites is imported."""

import struct
from io import BytesIO
from zlib import crc32

import pytest
from django.urls import reverse
from PIL import Image
from wagtail.models import Page

from books.models import BookPage
from events.models import EventPage
from home.models import StandardPage
from images.models import SiteImage
from news.models import ArticlePage
from tests.importers.wordpress.exports import attachment, export, item, term, write
from tests.importers.wordpress.import_helpers import run_import

OLD = "https://old.example"


def test_imported_pages_can_be_edited(imported, client, editor):
    client.force_login(editor)
    for model in (ArticlePage, EventPage, BookPage, StandardPage):
        for page in model.objects.all():
            url = reverse("wagtailadmin_pages:edit", args=[page.pk])
            assert client.get(url).status_code == 200, page
            page.full_clean()


def test_page_with_a_reserved_slug_gets_another_one(import_items, client):
    names = ("search", "admin", "archive", "media", "feed")
    import_items(*(
        item(number, name.title(), type="page", slug=name, link=f"{OLD}/{name}/")
        for number, name in enumerate(names, 1)
    ))  # fmt: skip
    for page in StandardPage.objects.all():
        assert client.get(page.url).status_code == 200
        assert page.slug not in names
    assert StandardPage.objects.count() == len(names)


def test_url_in_another_script_is_redirected(import_items, client):
    slug = "%d0%b2%d0%be%d0%b4%d0%b0"
    import_items(item(1, "Вода", slug=slug, link=f"{OLD}/{slug}/"))
    page = ArticlePage.objects.get()
    assert page.slug == "voda"
    for url in ("/вода/", f"/{slug}/", f"/{slug}", f"/{slug.upper()}/?utm_source=x"):
        response = client.get(url)
        assert (response.status_code, response.headers["Location"]) == (301, page.url), url


def test_nested_pages_keep_their_urls(import_items, client):
    import_items(
        item(4, "Four", type="page", parent=3, slug="d", link=f"{OLD}/a/b/c/d/"),
        item(3, "Three", type="page", parent=2, slug="c", link=f"{OLD}/a/b/c/"),
        item(9, "One", type="page", slug="a", link=f"{OLD}/a/"),
        item(2, "Two", type="page", parent=9, slug="b", link=f"{OLD}/a/b/"),
        item(5, "Circle", type="page", parent=6, slug="x"),
        item(6, "Round", type="page", parent=5, slug="y"),
    )
    assert Page.objects.get(title="Four").url == "/a/b/c/d/"
    assert client.get("/a/b/c/d/").status_code == 200
    assert StandardPage.objects.count() == 6


def test_items_of_two_sites_with_the_same_ids_are_distinct(import_items, tmp_path):
    import_items(item(1, "Ours", slug="one"))
    other = export(item(1, "Theirs", slug="one")).replace("old.example", "other.example")
    run_import(write(tmp_path / "other.xml", [other]))
    assert sorted(ArticlePage.objects.values_list("title", "slug")) == [
        ("Ours", "one"),
        ("Theirs", "one-2"),
    ]


@pytest.mark.parametrize(
    "date", ["1969-12-31 23:00:00", "9999-12-31 23:59:59", "0001-01-01 00:00:00"]
)
@pytest.mark.parametrize("status", ["publish", "future", "draft"])
def test_dates_out_of_range_raise_no_error(import_items, client, date, status):
    report = import_items(item(1, "Odd", date=date, status=status), item(2, "Good"))
    assert report["unaccounted"] == {}
    assert ArticlePage.objects.filter(title="Good").exists()
    for page in ArticlePage.objects.filter(live=True):
        assert client.get(page.url).status_code == 200


def test_files_with_the_wrong_extension_are_left_out(import_items, tmp_path):
    folder = tmp_path / "uploads/2019/05"
    folder.mkdir(parents=True)
    for name in ("page.jpg", "drawing.svg", "page.html"):
        (folder / name).write_text("<html><script>alert(1)</script></html>")
    (folder / "empty.png").write_bytes(b"")
    (folder / "cut.jpg").write_bytes(jpeg()[:300])
    (folder / "endless.png").write_bytes(png_of(60_000, 60_000))
    names = ("page.jpg", "drawing.svg", "page.html", "empty.png", "cut.jpg", "endless.png")
    report = import_items(
        *(attachment(number, name) for number, name in enumerate(names, 1)),
        media=tmp_path / "uploads",
    )
    assert report["outcomes"]["attachment"] == {"left out": len(names)}
    assert not SiteImage.objects.exists()


def jpeg():
    content = BytesIO()
    Image.effect_noise((200, 200), 50).save(content, "JPEG")
    return content.getvalue()


def png_of(width, height):
    """Return a PNG whose header declares a size that would exhaust the memory."""
    content = BytesIO()
    Image.new("L", (1, 1)).save(content, "PNG")
    head = b"IHDR" + struct.pack(">II", width, height) + bytes([8, 0, 0, 0, 0])
    return content.getvalue()[:12] + head + struct.pack(">I", crc32(head)) + content.getvalue()[33:]


def test_variations_become_formats(import_items):
    attributes = (
        'a:1:{s:6:"author";a:2:{s:4:"name";s:6:"Author";s:5:"value";s:18:"Ada Byron | Bo Lee";}}'
    )
    import_items(
        term("product_cat", "theory", "Theory"),
        item(1, "Tides", "<p>About.</p>", type="product", terms=[("product_cat", "theory", "Theory")],
             meta=[("_product_attributes", attributes)]),
        item(2, "Tides - Hardback", type="product_variation", parent=1,
             meta=[("attribute_pa_format", "hardback"), ("_regular_price", "20"), ("_sku", "978-0-306-40615-7")]),
        item(3, "Tides - Ebook", type="product_variation", parent=1,
             meta=[("attribute_pa_format", "e-book"), ("_regular_price", "9.50")]),
        currency="GBP",
    )  # fmt: skip
    book = BookPage.objects.get()
    found = {each.kind: (each.isbn_text, each.price_line) for each in book.formats.all()}
    assert found == {"hardback": ("978-0-306-40615-7", "£20"), "epub": ("", "£9.50")}
    assert book.credit_line == "By Ada Byron and Bo Lee"
    assert [topic.name for topic in book.topics] == ["Theory"]


def product_with_variations(*lines, sku="", low="5", attributes=()):
    """Return a product with variations, given as (format, price)."""
    return [
        item(1, "Tides", "<p>About.</p>", type="product",
             meta=[("_price", low), ("_sku", sku), *attributes]),
        *(
            item(number, f"Tides - {name}", type="product_variation", parent=1,
                 meta=[("attribute_pa_format", name), ("_regular_price", price)])
            for number, (name, price) in enumerate(lines, 2)
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("paperback", "12"), ("e-book", "5")], {"paperback": "£12", "epub": "£5"}),
        ([("hardback", "20"), ("epub", "8")], {"hardback": "£20", "epub": "£8"}),
    ],
)
def test_price_of_a_product_with_variations_is_ignored(import_items, lines, expected):
    import_items(*product_with_variations(*lines), currency="GBP")
    found = {each.kind: each.price_line for each in BookPage.objects.get().formats.all()}
    assert found == expected


def test_publishers_are_not_split_and_occur_once(import_items):
    value = "Lawrence & Wishart"
    meta = (
        f'a:1:{{s:9:"publisher";a:2:{{s:4:"name";s:9:"Publisher";s:5:"value";'
        f's:{len(value)}:"{value}";}}}}'
    )
    import_items(
        item(1, "Tides", type="product", meta=[("_product_attributes", meta)],
             terms=[("pa_publisher", "lw", value), ("pa_imprint", "ff", "Faber & Faber")])
    )  # fmt: skip
    names = [each.imprint.name for each in BookPage.objects.get().imprints.all()]
    assert sorted(names) == ["Faber & Faber", value]
