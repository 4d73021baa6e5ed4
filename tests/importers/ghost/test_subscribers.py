"""Subscribers are kept in a file for later, and not in the database."""

import csv
import json
import stat

import pytest
from django.apps import apps
from django.core.management import CommandError

from tests.importers.ghost.exports import post

MEMBERS = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers\n"
    "1,ada@reader.example,=Ada(),,true,false,,2023-01-01T00:00:00.000Z,,,\n"
    "2,bo@reader.example,Bo,,false,false,,2023-01-02T00:00:00.000Z,,,\n"
    "3,ADA@reader.example,Ada again,,true,,,,,,\n"
    ",,,,,,,,,,\n"
)
TABLES = {
    "members": [{"id": "m1", "email": "cy@reader.example", "name": "Cy", "created_at": "2022-01-01"}, {"id": "m2"}, 7],
    "members_newsletters": [{"member_id": "m1", "newsletter_id": "n1"}, {"member_id": "m1", "newsletter_id": "n2"}],
    "newsletters": [{"id": "n1", "name": "Weekly"}, {"id": "n2", "name": "Daily"}],
}  # fmt: skip


@pytest.fixture
def members(tmp_path):
    file = tmp_path / "members.csv"
    file.write_text(MEMBERS)
    return file


def test_subscribers_are_written_beside_the_report(import_posts, members, tmp_path):
    members_table = {**TABLES, "members": TABLES["members"][:2]}
    report = import_posts(post(1), **members_table, options={"members": members})
    file = tmp_path / "report-subscribers.csv"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(newline="") as content:
        rows = list(csv.reader(content))
    assert rows == [
        ["email", "name", "newsletters", "created_at"],
        ["ADA@reader.example", "Ada again", "all", ""],
        ["bo@reader.example", "Bo", "", "2023-01-02T00:00:00.000Z"],
        ["cy@reader.example", "Cy", "Weekly, Daily", "2022-01-01"],
    ]
    assert report["outcomes"]["subscriber"] == {"left out": 3}
    assert "3 subscribers" in str(report["file_errors"])


def test_formulas_are_escaped(import_posts, members, tmp_path):
    members.write_text(MEMBERS.replace("3,ADA", "3,eve"))
    import_posts(post(1), options={"members": members})
    assert ",'=Ada()," in (tmp_path / "report-subscribers.csv").read_text()


def test_nothing_of_them_is_stored(import_posts, members, tmp_path):
    report = import_posts(post(1), **TABLES, options={"members": members})
    stored = [str(list(model.objects.values())) for model in apps.get_models()]
    assert not [rows for rows in stored if "reader.example" in rows]
    assert "reader.example" not in json.dumps(report)


def test_dry_run_only_counts_them(import_posts, members, tmp_path):
    report = import_posts(post(1), options={"members": members, "dry_run": True})
    assert report["outcomes"]["subscriber"] == {"left out": 2}
    assert not (tmp_path / "report-subscribers.csv").exists()


@pytest.mark.parametrize("text", ["", "name\nAda\n", b"\xff\xfe\x00", 'email\n"' + "x" * 200_000])
def test_file_that_is_no_export_of_members_is_an_error(import_posts, members, text):
    members.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CommandError, match="members"):
        import_posts(post(1), options={"members": members})
