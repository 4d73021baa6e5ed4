"""What the editor's form of a page sends, made from what is stored."""

import json

from bs4 import BeautifulSoup
from django.core.serializers.json import DjangoJSONEncoder
from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.test.utils.form_data import querydict_from_html

from tests.filled import stream_fields


def rich_text(html, features):
    return ContentstateConverter(features).from_database_format(html or "")


def block_data(block, raw, prefix) -> dict[str, str]:
    """Return the fields of a form for a value of a block as it is stored."""
    for kind, write in WRITERS:
        if isinstance(block, kind):
            return write(block, raw, prefix)
    return {prefix: "" if raw is None else str(raw)}


def struct_data(block, raw, prefix):
    children = block.child_blocks.items()
    parts = (block_data(b, raw.get(name), f"{prefix}-{name}") for name, b in children)
    return {key: value for part in parts for key, value in part.items()}


def stream_data(block, raw, prefix):
    found = [(block.child_blocks[item["type"]], item) for item in raw or []]
    data = sequence_data(found, prefix)
    return data | {f"{prefix}-{i}-type": item["type"] for i, (_, item) in enumerate(found)}


def list_data(block, raw, prefix):
    return sequence_data([(block.child_block, item) for item in raw or []], prefix)


def sequence_data(found, prefix):
    data = {f"{prefix}-count": str(len(found))}
    for i, (child, item) in enumerate(found):
        data |= {f"{prefix}-{i}-deleted": "", f"{prefix}-{i}-order": str(i)}
        data[f"{prefix}-{i}-id"] = item.get("id", "")
        data |= block_data(child, item["value"], f"{prefix}-{i}-value")
    return data


def table_data(block, raw, prefix):
    raw = raw or {"caption": "", "columns": [], "rows": []}
    columns, rows = raw["columns"], raw["rows"]
    data = {
        f"{prefix}-caption": raw.get("caption") or "",
        f"{prefix}-column-count": str(len(columns)),
        f"{prefix}-row-count": str(len(rows)),
    }
    for i, column in enumerate(columns):
        data |= {
            f"{prefix}-column-{i}-type": column["type"],
            f"{prefix}-column-{i}-heading": column["heading"],
            f"{prefix}-column-{i}-order": str(i),
            f"{prefix}-column-{i}-deleted": "",
        }
    for r, row in enumerate(rows):
        data |= {f"{prefix}-row-{r}-order": str(r), f"{prefix}-row-{r}-deleted": ""}
        for i, value in enumerate(row["values"]):
            child = block.child_blocks[columns[i]["type"]]
            data |= block_data(child, value, f"{prefix}-cell-{r}-{i}")
    return data


WRITERS = [
    (TypedTableBlock, table_data),
    (blocks.StructBlock, struct_data),
    (blocks.BaseStreamBlock, stream_data),
    (blocks.ListBlock, list_data),
    (blocks.RichTextBlock, lambda block, raw, prefix: {prefix: rich_text(raw, block.features)}),
    (blocks.BooleanBlock, lambda block, raw, prefix: {prefix: "on"} if raw else {}),
]


def page_data(html, page) -> dict[str, list[str]]:
    """Return what the form of a page sends where nothing was changed in it."""
    data = querydict_from_html(html, form_id="page-edit-form").copy()
    ticked = "#page-edit-form input[type=checkbox][checked]:not([value])"
    for box in BeautifulSoup(html, "html.parser").select(ticked):
        data[box["name"]] = "on"
    for field in stream_fields(page):
        stream = getattr(page, field.name)
        for key, value in block_data(
            stream.stream_block, stream.get_prep_value(), field.name
        ).items():
            data[key] = value
    return {key: data.getlist(key) for key in data}


# What saving itself changes.
OF_SAVING = {
    "latest_revision",
    "latest_revision_created_at",
    "has_unpublished_changes",
    "live_revision",
    "draft_title",
}


def written(content: dict) -> dict:
    """Return what people wrote of what a revision stores, in one form."""
    content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return {key: plain(value) for key, value in content.items() if key not in OF_SAVING}


def plain(value):
    """Return streams as data, and rich text without the keys that the editor gives paragraphs."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        value = json.loads(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key != "sort_order"}
    if isinstance(value, str) and "<" in value:
        soup = BeautifulSoup(value, "html.parser")
        for element in soup.find_all(attrs={"data-block-key": True}):
            del element["data-block-key"]
        return str(soup)
    return value


def differences(before, after, path="") -> list[str]:
    """Return each place in which two values differ, with both."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = dict.fromkeys([*before, *after])
        return [
            line
            for key in keys
            for line in differences(before.get(key), after.get(key), f"{path}.{key}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [line for i, pair in pairs for line in differences(*pair, f"{path}[{i}]")]
    # A choice that was not made is stored as nothing by a script, and as no text by a form.
    same = before == after or (not before and not after and None in (before, after))
    return [] if same else [f"{path}: {before!r} became {after!r}"]


def form_data(response):
    """Return what the form of a page of the admin sends if nothing is changed."""
    html = response.content.decode()
    forms = BeautifulSoup(html, "html.parser").find_all("form")
    assert forms, response
    largest = max(range(len(forms)), key=lambda index: len(forms[index].find_all("input")))
    return dict(querydict_from_html(html, form_index=largest).lists())
