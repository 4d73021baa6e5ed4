"""Titles in two languages."""

import pytest

from events.models import EventPage
from importers.admin.bilingual_titles import bilingual_titles, halves, split_title
from importers.models import RunStage
from tests.importers.admin.working import work
from tests.importers.wordpress.exports import export, item, write


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Housing for all – Wohnen für alle",
            ("Housing for all", "Wohnen für alle", "en", "de"),
        ),
        (
            "Congreso de la vivienda / The housing congress",
            ("Congreso de la vivienda", "The housing congress", "", "en"),
        ),
        ("The tide – Прилив", ("The tide", "Прилив", "en", "")),
        ("Housing for all – with a talk by the union", None),
        ("Rally – Rali", None),
        ("The first – the second – der dritte", None),
        ("Well-being in the city", None),
        (" – ", None),
        ("", None),
    ],
)
def test_halves(title, expected):
    assert halves(title) == expected


def test_both_fields_are_filled(run_of, tmp_path, chief):
    dates = [("_EventStartDate", "2019-02-06 10:00:00")]
    path = write(tmp_path / "old.xml", [export(
        item(1, "Wohnen für alle – Housing for all", "<p>x</p>", type="tribe_events", meta=dates),
        item(2, "Rally – Rali", "<p>x</p>", type="tribe_events", meta=dates),
    )])  # fmt: skip
    run = work(work(run_of(path)), RunStage.IMPORT)
    (found,) = bilingual_titles(run)
    split_title(found, chief)
    draft = EventPage.objects.get(pk=found.page_id).get_latest_revision_as_object()
    assert (draft.title, draft.title_language) == ("Wohnen für alle", "de")
    assert (draft.second_title, draft.second_title_language) == ("Housing for all", "en")
    assert bilingual_titles(run) == []
