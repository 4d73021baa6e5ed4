"""Products become books: what their pages said is on the page or in the report."""

import pytest

from books.models import BookPage
from tests.importers.wordpress.exports import item, term

SECTIONS = (
    "<p>Said.</p><h3>Contents</h3><blockquote>quoted</blockquote><table><tr><td>cell</td></tr></table>"
    "<pre>code</pre><iframe src='https://www.youtube.com/embed/abc12345678'></iframe><h2>headed</h2>"
)


def attribute(name, value, *, visible=1, variation=0):
    return (
        f's:{len(name)}:"{name}";a:4:{{s:4:"name";s:{len(name)}:"{name}";s:5:"value";'
        f's:{len(value)}:"{value}";s:10:"is_visible";i:{visible};s:12:"is_variation";i:{variation};}}'
    )


def attributes(*rows):
    return ("_product_attributes", f"a:{len(rows)}:{{{''.join(rows)}}}")


@pytest.fixture
def import_book(import_items):
    """Return a function that imports a product, and returns its page and its warnings."""

    def imported(content="", *more, **fields):
        report = import_items(item(1, "Tides", content, type="product", **fields), *more)
        warnings = [text for entry in report["entries"] for _, text in entry["warnings"]]
        return BookPage.objects.get(), " | ".join(warnings)

    return imported


def test_section_with_more_than_paragraphs_stays_in_the_body(import_book):
    book, warnings = import_book(SECTIONS)
    for word in ("Contents", "quoted", "cell", "code", "abc12345678", "headed"):
        assert word in str(book.body.raw_data) + warnings
    assert book.contents == ""


def test_headings_and_lists_of_a_section_are_in_its_field(import_book):
    book, _ = import_book("<h2>Contents</h2><h3>Part one</h3><ol><li>Ebb</li></ol>")
    assert "<b>Part one</b>" in book.contents
    assert "Ebb" in book.contents


def test_sections_of_a_short_description_are_kept(import_book):
    book, _ = import_book(
        "<p>Said.</p><h3>Contents</h3><p>One</p>",
        excerpt="Short.<h3>About the author</h3><p>Ann is a clerk.</p><h3>Contents</h3><p>Two</p>",
    )
    assert book.summary == "Short."
    assert "Ann is a clerk." in book.author_notes
    assert "One" in book.contents
    assert "Two" in book.contents


def test_other_value_of_a_fact_is_named(import_book):
    book, warnings = import_book(
        "<p>Publication date: May 2020</p>", excerpt="Publication date: June 2021. 90 pages."
    )
    assert str(book.publication_date) == "2020-05"
    assert "publication date 2021-06" in warnings


def test_prices_of_each_format_are_read(import_book):
    book, warnings = import_book("<p>RRP: £5 (print), £7 (hardback), £9 (print)</p><p>Said.</p>")
    prices = {each.kind: each.price_line for each in book.formats.all()}
    assert prices == {"paperback": "£5", "hardback": "£7"}
    assert "9 GBP" in warnings
    assert "£" not in str(book.body.raw_data)


def test_visible_attributes_are_lines_of_the_body(import_book):
    data = attributes(
        attribute("Language", "Esperanto <&>"),
        attribute("Author", "Ada"),
        attribute("Shelf", "B12", visible=0),
        attribute("pa_translator", ""),
        attribute("Pages", "88"),
    )
    book, warnings = import_book(
        "<p>Said.</p>", meta=[data], terms=[("pa_translator", "jane-roe", "Jane Roe")]
    )
    text = str(book.body.raw_data)
    assert "Language: Esperanto" in text
    assert "Translator: Jane Roe" in text
    assert "Ada" not in text
    assert "B12" not in text + warnings
    assert "88" not in text


@pytest.mark.parametrize(
    "data", ["a:1:{i:0;i:5;}", '[{"name": 1}]', 'a:1:{i:0;a:1:{s:4:"name";a:0:{}}}', "b:1;", "{"]
)
def test_attributes_of_other_types_raise_no_error(import_book, data):
    book, _ = import_book("<p>Said.</p>", meta=[("_product_attributes", data)])
    assert "Said." in str(book.body.raw_data)


def variation(number, name, parent=1, **fields):
    meta = [("attribute_pa_format", name), ("_regular_price", "5")]
    return item(number, name, type="product_variation", parent=parent, meta=meta, **fields)


def test_imported_variations_are_not_left_out(import_items):
    items = (
        item(1, "Tides", "<p>Said.</p>", type="product"),
        variation(2, "hardback"),
        variation(3, "epub", status="private"),
        variation(4, "epub", parent=9),
    )
    report = import_items(*items)
    assert report["outcomes"]["product_variation"] == {"created": 1, "left out": 2}
    report = import_items(*items)
    assert report["outcomes"]["product_variation"] == {"unchanged": 1, "left out": 2}


@pytest.mark.parametrize(("becomes", "number"), [("nothing", 1), ("topic", 2)])
def test_products_of_a_category_that_becomes_nothing_are_left_out(
    import_items, tmp_path, becomes, number
):
    table = tmp_path / "map.csv"
    table.write_text(f"Taxonomy,Slug,Name,Posts,Becomes,As\nproduct_cat,merch,,,{becomes},")
    merch, books = ("product_cat", "merch", "Merch"), ("product_cat", "uncategorized", "None")
    report = import_items(
        term("product_cat", "merch", "Merch"),
        term("product_cat", "uncategorized", "None"),
        item(1, "Tides", "<p>88 pages</p>", type="product", terms=[books]),
        item(2, "Mug", "<p>Of clay.</p>", type="product", terms=[merch], meta=[("_sku", "M-1")]),
        map=table,
    )
    assert BookPage.objects.count() == number
    warnings = [text for entry in report["entries"] for _, text in entry["warnings"]]
    assert ("Its category becomes nothing: Merch." in warnings) == (number == 1)
    assert any("Nothing says that it is a book" in text for text in warnings) == (number == 2)


def test_categories_of_products_are_proposed_as_topics(import_items):
    reviews = ("product_cat", "reviews", "Reviews")
    import_items(term(*reviews), item(1, "Tides", type="product", terms=[reviews]))
    assert [topic.name for topic in BookPage.objects.get().topics] == ["Reviews"]


def test_names_and_addresses_of_a_product_are_kept_or_named(import_items):
    name = "Hardback " + "x" * 300
    report = import_items(
        item(1, "Tides", "<p>Said.</p>", type="product", meta=[("_product_url", "shop.example/t")]),
        variation(2, name),
        item(3, "Nets", "<p>Said.</p>", type="product", meta=[("_product_url", "ask the editor")]),
    )
    warnings = [text for entry in report["entries"] for _, text in entry["warnings"]]
    assert any("The name of a format was shortened" in text for text in warnings)
    assert any("ask the editor" in text for text in warnings)
    shops = BookPage.objects.get(title="Tides").formats.get().shops
    assert [place.url for place in shops] == ["https://shop.example/t"]
