"""Corrupt and hostile exports raise no error, and leave no incomplete item (fuzzing)."""

import json
import random
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Page

from importers.models import ImportedItem
from tests.importers.wordpress.exports import export, item
from tests.importers.wordpress.import_helpers import run_import
from tests.importers.wordpress.sample_site import parts

pytestmark = [pytest.mark.slow, pytest.mark.once]

RUNS, MUTATIONS = 40, 5
HOSTILE = (
    "<script>alert(1)</script>", "]]>", "<![CDATA[", "<item>", "</item>", "&xxe;", "\x00", "\ud83d",
    '<!DOCTYPE x [<!ENTITY a "b">]>', "<?php system('id') ?>", "<!-- ", "9" * 400, "'; DROP TABLE x;--",
    "<iframe src=javascript:alert(1)>", "\u202e", "{% include 'x' %}", "<![CDATA[]]]]><![CDATA[>]]>",
    "a:1:{i:0;O:8:\"stdClass\":9999999999:{}}", "../../../../etc/passwd", "-1", "0000-00-00 99:99:99",
)  # fmt: skip


def cut(text, rng):
    at = rng.randrange(len(text))
    return text[:at] + text[at + rng.randrange(1, 400) :]


def swap(text, rng):
    first, second = sorted(rng.sample(range(len(text)), 2))
    size = rng.randrange(1, 60)
    return text[:first] + text[second : second + size] + text[first + size : second] + text[first : first + size] + text[second + size :]  # fmt: skip


def repeat(text, rng):
    at = rng.randrange(len(text))
    return text[:at] + text[at : at + rng.randrange(1, 30)] * rng.choice([300, 3000]) + text[at:]


def insert_hostile(text, rng):
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(HOSTILE) + text[at:]


def replace_value(text, rng):
    """Replace a whole value by a hostile one."""
    values = list(re.finditer(r"(?<=<!\[CDATA\[).*?(?=\]\]>)", text, re.DOTALL))
    found = rng.choice(values) if values else None
    return text[: found.start()] + rng.choice(HOSTILE) + text[found.end() :] if found else text


def truncate(text, rng):
    return text[: rng.randrange(len(text) // 2, len(text))]


MUTATORS = (
    cut,
    cut,
    swap,
    repeat,
    insert_hostile,
    insert_hostile,
    replace_value,
    replace_value,
    truncate,
)


@pytest.mark.parametrize("seed", range(RUNS))
def test_mutated_export_leaves_no_incomplete_item(home, client, tmp_path, seed):
    rng, text = random.Random(seed), export(*parts())  # noqa: S311
    for _ in range(MUTATIONS):
        text = rng.choice(MUTATORS)(text, rng)
    file = tmp_path / "mutated.xml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        report = json.loads(run_import(file).read_text())
    except CommandError:  # It is not an export any more.
        return
    assert not {kind: number for kind, number in report["unaccounted"].items() if number > 0}
    for page in Page.objects.filter(depth__gt=2, live=True):
        response = client.get(page.url)
        assert response.status_code in (200, 302), page.url
        html = response.content.decode()
        assert "<script>alert" not in html
        assert "javascript:alert" not in re.sub(r"<[bp]>.*?</[bp]>", "", html)
    items = ImportedItem.objects.filter(content_type__model__in=["articlepage", "standardpage"])
    assert all(item.target for item in items)
    call_command("check_search", dry_run=True)
    pages = Page.objects.filter(depth__gt=2).count()
    with transaction.atomic():
        run_import(file)
    assert Page.objects.filter(depth__gt=2).count() == pages


# Values of other types than the ones that importers expect.
VALUES = (
    *HOSTILE, "http://[", "//", "a:1:{i:0;i:5;}", 'a:1:{s:4:"name";a:0:{}}', "b:1;", "N;", "d:NAN;", "i:1;",
    "a:1:{i:0;a:3:{s:4:\"name\";d:INF;s:5:\"value\";N;s:10:\"is_visible\";a:0:{}}}", "{}", "[[]]", "null",
    '[{"widgetType": "x", "settings": {"title": {"url": 3}, "image": {"url": "http://["}}}]',
    '[{"widgetType": {}, "templateID": [], "settings": [{"link": {"url": {}}}], "elements": {"a": 1}}]',
    '[{"widgetType": "x", "settings": {"title": "<h2>", "link": {"url": "javascript:1"}, "ending_number": 1e400}}]',
)  # fmt: skip
KEYS = (
    "_elementor_data", "_product_attributes", "_sku", "_price", "_regular_price", "_product_url",
    "_product_image_gallery", "_stock_status", "_EventCost", "_EventURL", "_EventRecurrence", "_EventVenueID",
    "_EventTimezone", "_tribe_events_status_canceled_reason", "_VenuePhone", "_VenueURL", "_VenueCountry",
    "_VenueCity", "_VenueLat", "_VenueAddress", "_OrganizerPhone", "_OrganizerEmail", "_OrganizerWebsite",
    "_thumbnail_id", "_wp_attachment_image_alt", "_wp_attachment_metadata", "attribute_pa_format", "enclosure",
)  # fmt: skip
KINDS = ("post", "page", "product", "tribe_events", "tribe_venue", "tribe_organizer", "attachment")


@pytest.mark.parametrize("value", VALUES)
def test_fields_may_have_any_value(home, tmp_path, value):
    value = value.replace("]]>", "").replace("\x00", "")
    meta = [*((key, value) for key in KEYS), ("_tribe_events_status", "canceled")]
    start = [("_EventStartDate", "2019-02-06 10:00:00")]
    items = [
        item(number, "Tides", value, type=kind, excerpt=value, meta=meta + start)
        for number, kind in enumerate(KINDS, 1)
    ]
    items.append(item(20, "Hardback", type="product_variation", parent=3, meta=meta))
    file = tmp_path / "hostile.xml"
    file.write_bytes(export(*items).encode("utf-8", "replace"))
    report = json.loads(run_import(file, currency="GBP").read_text())
    assert not [entry for entry in report["entries"] if entry["outcome"] == "failed"]
    assert report["unaccounted"] == {}
