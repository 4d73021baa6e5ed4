"""The table of categories and tags: choices by form and CSV, and what is wrong with them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from importers.admin import term_table
from importers.admin.term_table import TermRow
from importers.models import ImportRun

ROWS = [
    ["category", "ports", "Ports", 7, "topic", "Ports"],
    ["post_tag", "tides", "=HYPERLINK(1)", 3, "topic", "=HYPERLINK(1)"],
]


@pytest.fixture
def run(db):
    return ImportRun.objects.create(table=ROWS)


def upload(text):
    return SimpleUploadedFile("my table.csv", text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize(
    ("becomes", "title", "expected", "error"),
    [
        ("section", "  Harbours ", ("section", "Harbours"), ""),
        ("topic", "", ("topic", "Ports"), ""),
        ("nothing", "Anything", ("nothing", ""), ""),
        ("format", "Long read", ("format", "long-read"), ""),
        ("format", "review", ("format", "review"), ""),
        ("format", "Poem", ("format", "Poem"), "There is no format “Poem”."),
        ("page", "x", ("page", "x"), "Choose one of: section, format, topic, nothing."),
        ("topic", "x" * 256, ("topic", "x" * 256), "more than 255 characters"),
        ("topic", "a\0b", ("topic", "a\0b"), "more than 255 characters"),
    ],
)
def test_choices(becomes, title, expected, error):
    row = term_table.check_row(TermRow(*ROWS[0]), becomes, title)
    assert (row.becomes, row.title) == expected
    assert error in row.error
    assert bool(error) == bool(row.error)


def test_form_shows_the_label_of_a_format():
    row = term_table.check_row(TermRow(*ROWS[0]), "format", "Long read")
    assert (row.title, row.shown_title) == ("long-read", "Long read")
    assert TermRow(*ROWS[0]).shown_title == "Ports"
    assert [TermRow(*row).kind for row in ROWS] == ["Categories", "Tags"]


def test_csv_makes_a_round_trip(run):
    text = term_table.to_csv(run.table)
    assert "'=HYPERLINK(1)" in text
    assert text.splitlines()[1].startswith("category,ports")
    rows, errors = term_table.read_csv(run, upload(text))
    assert not errors
    assert [list(row[:6]) for row in rows] == run.table


def test_edited_csv_of_a_german_spreadsheet(run):
    text = "Taxonomy;Slug;Becomes;As\ncategory;ports;section;Harbours\nother;x;topic;y\n"
    rows, errors = term_table.read_csv(run, upload(text))
    assert not errors
    assert (rows[0].becomes, rows[0].title) == ("section", "Harbours")
    assert rows[1].becomes == "topic"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\xff\xfe", "The table cannot be read: save it as CSV in UTF-8."),
        ("a,b\n1,2\n", "The table has no column “Becomes”."),
        ("", "The table has no column"),
        (
            "Taxonomy,Slug,Becomes\ncategory,ports,page\n",
            "The table, line 2: “page” is not one of section",
        ),
        ('Taxonomy,Slug,Becomes\ncategory,"' + "x" * 200_000 + '",topic\n', "field larger"),
    ],
)
def test_other_files(run, content, error):
    rows, errors = term_table.read_csv(run, upload(content))
    assert not rows
    assert error in errors[0]
    assert "table.csv" not in errors[0]


def test_second_of_two_people_loses_nothing_of_the_first(run):
    version = term_table.version_of(run)
    first = term_table.check_row(term_table.rows_of(run)[0], "section", "Harbours")
    assert term_table.save_rows(run, {0: first}, version)
    assert not term_table.save_rows(run, {0: first._replace(title="Quays")}, version)
    run.refresh_from_db()
    assert run.table[0][4:] == ["section", "Harbours"]
    assert run.table[1] == ROWS[1]
