"""Export files of all versions and encodings, also invalid ones, are read."""

import pytest

from importers.source.errors import NotAnExportError
from importers.source.item_store import ItemStore
from importers.source.php import array_values, loads, loads_or_empty
from importers.wordpress.html.shortcodes import with_elements
from importers.wordpress.wxr import reader as reader_module
from importers.wordpress.wxr.reader import Reader, pieces
from tests.importers.wordpress.exports import author, cdata, export, item, term


@pytest.fixture
def read(tmp_path):
    """Return a function that reads files: the reader, the items by ID, and the errors."""
    stores = []

    def read_all(*contents):
        files = []
        for number, content in enumerate(contents):
            file = tmp_path / f"{number}.xml"
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
            files.append(file)
        store = ItemStore()
        stores.append(store)
        reader = Reader(store)
        reader.read(files)
        found = {each.id: each for kind in store.types() for each in store.items([kind])}
        return reader, found, [str(error) for error in reader.errors]

    yield read_all
    for store in stores:
        store.__exit__()


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_both_versions_are_read(read, version):
    fields = {
        "terms": [("category", "news", "News"), ("post_tag", "tides", "Tides & more")],
        "meta": [("_thumbnail_id", "7"), ("twice", "a"), ("twice", "b")],
        "comments": 2,
        "sticky": True,
        "parent": 3,
        "password": "open",
    }
    content = export(
        author("ada", "Ada Example", "Writes."),
        term("post_tag", "tides", "Tides & more", 4),
        item(5, "A & B", "<p>Text ]]> more</p>", excerpt="Short.", **fields),
        version=version,
    )
    reader, found, errors = read(content)
    assert errors == []
    assert (reader.site.url, reader.site.version) == ("https://old.example", version)
    assert reader.site.authors["ada"].biography == "Writes."
    assert reader.site.terms["post_tag", "tides"].name == "Tides & more"
    post = found[5]
    assert (post.title, post.content, post.excerpt) == ("A & B", "<p>Text ]]> more</p>", "Short.")
    assert post.terms == [("category", "news", "News"), ("post_tag", "tides", "Tides & more")]
    assert post.meta["twice"] == ["a", "b"]
    assert (post.comments, post.is_sticky, post.parent, post.password) == (2, True, 3, "open")
    assert f"{post.published_at:%Y-%m-%d %H:%M}" == "2019-05-03 10:00"


def test_several_files_are_one_site(read):
    reader, found, _ = read(
        export(author("ada", "Ada"), item(1, "One")), export(author("bo", "Bo"), item(2, "Two"))
    )
    assert set(found) == {1, 2}
    assert set(reader.site.authors) == {"ada", "bo"}


def test_files_of_two_sites_are_refused(read):
    other = export(item(1)).replace("old.example", "other.example")
    with pytest.raises(NotAnExportError, match=r"1\.xml is of https://other\.example"):
        read(export(item(1)), other)


@pytest.mark.parametrize("content", ["", "Hello", "<html><body>No</body></html>", "{}"])
def test_other_files_are_refused(read, content):
    with pytest.raises(NotAnExportError):
        read(content)


def test_control_characters_are_left_out_with_a_warning(read):
    content = export(item(1, "A\x00B\x0b", "C\x1fD\ufffe"))
    _, found, errors = read(content)
    assert (found[1].title, found[1].content) == ("AB", "CD")
    line = content[: content.index("\x00")].count("\n") + 1
    assert errors == [f"0.xml, line {line}: Control characters left out."]


def test_invalid_bytes_are_read_as_windows_1252(read):
    content = (
        export(item(1, "MARK")).encode().replace(b"MARK", b"Caf\xe9 \x93quoted\x94 \xe2\x80\x99")
    )
    _, found, errors = read(content)
    assert found[1].title == "Café “quoted” ’"
    assert "not UTF-8" in errors[0]
    assert f"line {content[: content.index(b'Caf')].count(bytes([10])) + 1}:" in errors[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_declared_encoding_is_used(read, encoding):
    content = export(item(1, "Café"))
    if not encoding.startswith("utf"):
        content = content.replace('encoding="UTF-8"', f'encoding="{encoding}"')
    _, found, errors = read(content.encode(encoding))
    assert found[1].title == "Café"
    assert errors == []


def test_unknown_encoding_is_read_as_utf_8(read):
    _, found, errors = read(export(item(1, "Café")).replace('"UTF-8"', '"klingon"', 1))
    assert found[1].title == "Café"
    assert "klingon" in errors[0]


def test_missing_namespaces_do_not_matter(read):
    content = "\n".join(line for line in export(item(1, "A")).split("\n") if "xmlns:" not in line)
    _, found, _ = read(content)
    assert found[1].title == "A"


def test_truncated_file_loses_one_item_and_reports_its_line(read):
    content = export(item(1, "One"), item(2, "Two"))
    cut = content.index("Two") + 1
    _, found, errors = read(content[:cut])
    assert set(found) == {1}
    line = content[: content.rindex("<item>")].count("\n") + 1
    assert errors == [f"0.xml, line {line}: An item was lost. The file ends within this item."]


def test_broken_item_does_not_affect_others(read):
    broken = item(2, "Two").replace("</title>", "</titel>")
    endless = item(3, "Three").replace("</item>", "")
    _, found, errors = read(export(item(1, "One"), broken, endless, item(4, "Four")))
    assert set(found) == {1, 4}
    assert len(errors) == 2


def test_loose_ampersands_and_unknown_entities_are_repaired(read):
    loose = item(1, "T").replace(cdata("T"), "A & B &nbsp; &#x1; &lt;i&gt; &copy=1")
    _, found, errors = read(export(loose))
    assert found[1].title == "A & B &nbsp; <i> &copy=1"
    assert errors == []


@pytest.mark.parametrize(
    "hostile",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
    ],
)
def test_declared_entities_are_refused(read, hostile):
    bad = item(1, "T").replace(cdata("T"), f"{hostile}&b;&x;")
    _, found, errors = read(
        export(item(2, "Two")).replace("<rss", f"{hostile}<rss", 1), export(bad)
    )
    assert set(found) == {2}
    assert len(errors) == 1
    assert "root:" not in str(found)


def test_item_within_an_item_is_text(read):
    text = "<item><title>no</title></item> and <![CDATA[ x"
    _, found, _ = read(export(item(1, "T", text), item(2, "U")))
    assert found[1].content == text
    assert set(found) == {1, 2}


def test_item_above_the_maximum_length_is_left_out(read, monkeypatch):
    monkeypatch.setattr(reader_module, "MAX_ITEM_LENGTH", 5000)
    _, found, errors = read(export(item(1, "One"), item(2, "Two", "x" * 9000), item(3, "Three")))
    assert set(found) == {1, 3}
    assert "characters" in errors[0]


def test_item_that_occurs_twice_is_stored_once(read):
    _, found, errors = read(export(item(1, "Old"), item(1, "New")))
    assert found[1].title == "New"
    assert "twice" in errors[0]


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_chunk_size_does_not_change_the_pieces(size):
    text = export(author("a", "A"), item(1, "One", "]]> <item> &"), item(2, "Two"))
    chunks = (text[at : at + size] for at in range(0, len(text), size))
    assert list(pieces(chunks)) == list(pieces([text]))


def test_pieces_are_no_longer_than_an_item():
    longest = max(len(piece.text) for piece in pieces(export(*(item(n) for n in range(50)))))
    assert longest < 4000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('a:1:{s:3:"key";a:2:{i:0;b:1;i:1;d:2.5;}}', {"key": {0: True, 1: 2.5}}),
        ('s:4:"né;";', "né;"),
        ("N;", None),
        ('O:8:"stdClass":1:{s:1:"a";i:-1;}', {"a": -1}),
    ],
)
def test_php_value_is_parsed(text, value):
    assert loads(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "x", "a:9:{", 's:99:"a";', "i:x;", "a:1:{a:0:{}i:1;}", "a:1:{i:0;" * 60, 's:-5:"a";'],
)
def test_invalid_php_value_raises_value_error(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the messages differ
        loads(text)
    assert array_values(loads_or_empty(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("as he said [sic] in [1] and [2019]", []),
        ("[gallery ids='1,2']", ["gallery"]),
        ("[vc_row a=“b”]text[/vc_row]", ["unknown", "unknown"]),
        ("<pre>[gallery]</pre><!-- [gallery] -->", []),
        ("[[gallery]]", []),
        ("[caption]a[caption]b[/caption]", ["caption", "caption"]),
    ],
)
def test_shortcodes_are_distinguished_from_words_in_brackets(text, found):
    names = [part.split('"')[1] for part in with_elements(text).split("<x-shortcode ")[1:]]
    assert names == found


def test_indented_values_are_read(read):
    pretty = item(5, "Tides", "<p>Text</p>", meta=[("_thumbnail_id", "7")])
    pretty = pretty.replace("<![CDATA[", "\n\t<![CDATA[").replace("]]>", "]]>\n")
    _, items, errors = read(export(pretty))
    assert (items[5].type, items[5].status, items[5].content) == ("post", "publish", "<p>Text</p>")
    assert items[5].get("_thumbnail_id") == "7"
    assert errors == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b'{"db": []}', "Ghost"),
        ("Only text", "not an export of WordPress"),
        ("<rss><channel><link>https://a.example</link><item><title>A</title></item></channel></rss>", "No item of the export can be read. The item “A” has no ID"),
        ("<rss><channel><item><title>A</title>", "The file ends within this item."),
    ],
)  # fmt: skip
def test_file_that_is_no_export_is_refused_with_its_kind(read, content, sentence):
    with pytest.raises(NotAnExportError, match=sentence):
        read(content)
