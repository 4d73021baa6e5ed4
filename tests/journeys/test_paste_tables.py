"""Pasted tables become blocks of their own."""

import json

import pytest

from tests.journeys.pasting import lines, paste_into_new_paragraph, raw

TABLE = """
<p>Before</p><table><caption>Rents</caption><thead><tr><th>Day</th><th>Place</th></tr></thead>
<tbody><tr><td rowspan=2>10</td><td><a href="https://example.org/">5 High</a> Street</td></tr>
<tr><td>Quay</td></tr></tbody></table><p>After</p>
"""


def test_table_becomes_a_block_between_the_words_around_it(writer):
    fields = paste_into_new_paragraph(writer, TABLE)
    assert [fields[f"body-{i}-type"] for i in range(3)] == ["paragraph", "table", "paragraph"]
    assert lines(fields["body-0-value"]) == ["A", "Before"]
    assert lines(fields["body-2-value"]) == ["After", "Z"]
    cells = {key.removeprefix("body-1-value-"): value for key, value in fields.items()}
    assert cells["caption"] == "Rents"
    assert [cells["column-0-heading"], cells["column-1-heading"]] == ["Day", "Place"]
    assert [cells["cell-0-0"], cells["cell-1-0"]] == ["10", ""]
    assert lines(cells["cell-0-1"]) == ["5 High Street"]
    assert lines(cells["cell-1-1"]) == ["Quay"]


@pytest.mark.parametrize(
    ("around", "lines_after"),
    [
        ("<figure>{}<figcaption>Source</figcaption></figure>", ["Source", "Z"]),
        ("<ul><li>One{}</li><li>Two</li></ul>", ["Two", "Z"]),
        ("<blockquote><p>Said</p>{}</blockquote>", ["Z"]),
    ],
)
def test_table_within_another_element_becomes_a_block(writer, around, lines_after):
    table = "<table><tr><td>10<td>20</table>"
    fields = paste_into_new_paragraph(writer, around.format(table))
    assert [fields[f"body-{i}-type"] for i in range(3)] == ["paragraph", "table", "paragraph"]
    assert [fields["body-1-value-cell-0-0"], fields["body-1-value-cell-0-1"]] == ["10", "20"]
    assert lines(fields["body-2-value"]) == lines_after


def test_cells_keep_their_lines_and_raised_letters(writer):
    table = """<table><tr><td><p>One</p><p>Two</p></td><td>9 m<sup>2</sup><br>or <s>8</s></td>
    <td><ul><li>A</li><li>B</li></ul></td><td><h1>Plain</h1><section>text</section></td></tr>
    </table>"""
    fields = paste_into_new_paragraph(writer, f"<p>Before</p>{table}")
    cells = [fields[f"body-1-value-cell-0-{i}"] for i in range(4)]
    assert [lines(cell) for cell in cells[:3]] == [["One", "Two"], ["9 m2\nor 8"], ["• A", "• B"]]
    assert [style["style"] for style in raw(cells[1])[0]["inlineStyleRanges"]] == [
        "SUPERSCRIPT",
        "STRIKETHROUGH",
    ]
    assert cells[3] == "Plain text"


def test_links_of_a_heading_row_are_kept(writer):
    table = '<table><tr><th><a href="https://example.org/">A</a><th>B<tr><td>1<td>2</table>'
    fields = paste_into_new_paragraph(writer, f"<p>Before</p>{table}")
    (link,) = json.loads(fields["body-1-value-cell-0-0"])["entityMap"].values()
    assert link["data"]["url"] == "https://example.org/"
    assert fields["body-1-value-cell-1-1"] == "2"
