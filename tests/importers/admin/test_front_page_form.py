"""An administrator changes the front page that an import suggests, before it is built."""

import pytest
from django.urls import reverse
from wagtail.models import Site

from core.models import PublicationSettings
from home.models import HomePage
from importers.models import RunStage
from operations import publication
from tests.importers.admin.working import work
from tests.importers.wordpress.exports import export, write
from tests.importers.wordpress.reference_site import LINES, reference_parts


@pytest.fixture
def checked(run_of, site, tmp_path):
    site.body = []
    site.save()
    publication.begin("Masthead")
    return work(run_of(write(tmp_path / "old.xml", [export(*reference_parts(LINES))])))


def page(run):
    return reverse("import_front_page", args=[run.pk])


def values(run, **changes):
    proposal = run.options["front_page"]
    data = {
        "is_wanted": "on",
        "name": proposal["name"],
        "tagline": "",
        "statement": "Our <aims> & more.",
    }
    for number, section in enumerate(proposal["sections"]):
        data |= {f"has-{number}": "on", f"heading-{number}": section["heading"]}
    return {key: value for key, value in (data | changes).items() if value is not None}


def test_changed_front_page_is_built(desk, checked, client):
    assert desk.get(page(checked)).status_code == 200
    data = values(checked, **{"heading-0": "First of all", "has-3": None, "name": "The Paper"})
    assert desk.post(page(checked), data).status_code == 302
    checked.refresh_from_db()
    work(checked, RunStage.IMPORT)
    kinds = [block["type"] for block in HomePage.objects.get().body.raw_data]
    assert kinds == ["lead_stories", "statement", "video", "events", "features", "books"]
    assert HomePage.objects.get().body.raw_data[0]["value"]["heading"] == "First of all"
    settings = PublicationSettings.for_site(Site.objects.get())
    assert (settings.name, settings.statement) == (
        "The Paper",
        "<p>Our &lt;aims&gt; &amp; more.</p>",
    )
    response = desk.get(reverse("import_run", args=[checked.pk]))
    assert "The front page, with 6 sections chosen from the export" in response.content.decode()


def test_form_says_where_the_articles_come_from(desk, checked):
    content = desk.get(page(checked)).content.decode()
    assert "From: “News and analysis”" in content
    assert "Show the section “Lead stories”" in content
    assert reverse("import_run", args=[checked.pk]) in content


def test_section_of_a_category_that_becomes_nothing_is_not_offered(desk, checked):
    row = next(row for row in checked.table if row[1] == "theory")
    row[4:] = ["nothing", ""]
    checked.save()
    response = desk.get(page(checked))
    assert "“Theory” becomes nothing" in response.content.decode()
    assert "Show the section “Essays and reviews”" not in response.content.decode()
    desk.post(page(checked), values(checked))
    before = checked.options["front_page"]["sections"]
    checked.refresh_from_db()
    assert checked.options["front_page"]["sections"] == before


def test_front_page_that_no_import_builds_has_no_form(desk, checked, chief):
    HomePage.objects.get().save_revision(user=chief, log_action=True)
    response = desk.get(page(checked))
    assert "arranged by hand, so an import leaves it as it is" in response.content.decode()
    assert b'name="tagline"' not in response.content
    before = checked.options
    desk.post(page(checked), values(checked, name="Other"))
    checked.refresh_from_db()
    assert checked.options == before


def test_front_page_that_is_not_wanted_is_left_alone(desk, checked):
    before = list(HomePage.objects.get().body.raw_data)
    desk.post(page(checked), values(checked, is_wanted=None))
    checked.refresh_from_db()
    work(checked, RunStage.IMPORT)
    assert list(HomePage.objects.get().body.raw_data) == before


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"heading-0": ""}, {"heading-0": "x" * 81}, {"name": "a\0"}]
)
def test_wrong_values_are_named_and_nothing_is_saved(desk, checked, change):
    response = desk.post(page(checked), values(checked, **change))
    assert response.status_code == 200
    assert response.context["form"].errors
    options = checked.options
    checked.refresh_from_db()
    assert checked.options == options


def test_front_page_cannot_be_changed_once_the_import_has_begun(desk, checked):
    work(checked, RunStage.IMPORT)
    before = checked.options
    desk.post(page(checked), values(checked, name="Other"))
    checked.refresh_from_db()
    assert checked.options == before


def test_run_without_a_proposal_has_no_such_page(desk, run_of, export_file):
    assert desk.get(page(run_of(export_file))).status_code == 404
