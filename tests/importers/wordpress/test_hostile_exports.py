"""Corrupt and hostile exports raise no error, and leave no incomplete item (fuzzing)."""

import json
import random
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Page

from importers.models import ImportedItem
from tests.importers.wordpress.exports import export
from tests.importers.wordpress.import_helpers import run_import
from tests.importers.wordpress.sample_site import parts

pytestmark = pytest.mark.slow

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
