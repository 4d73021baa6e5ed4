"""From signing in to the first word of an article, every role needs two clicks."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import expect_accessible
from tests.journeys.desk import COUNTER, wait_for_field
from tests.journeys.keyboard import tab_to


@pytest.mark.parametrize("role", ["contributor", "editor", "moderator", "administrator"])
def test_two_clicks_to_the_first_word(visit, role):
    page = visit(role)
    page.add_init_script(COUNTER)
    page.goto("/admin/")
    page.get_by_role("link", name="Write an article in News and analysis").click()
    text = page.get_by_role("region", name="Body").get_by_role("textbox").last
    text.click()
    page.keyboard.type("Nobody has asked who paid last.")
    wait_for_field(page, "body", "Nobody has asked who paid last.")
    assert int(page.evaluate("window.name")) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_dashboard_and_handbook_are_accessible(visit, scheme, width):
    page = visit("editor", color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/admin/", "/admin/handbook/editors/"):
        page.goto(address)
        expect_accessible(page, beside=("#wagtail-sidebar",))


def test_keyboard_alone_begins_an_event_and_opens_the_handbook(visit):
    page = visit("contributor")
    tab_to(page, page.get_by_role("link", name="Add an event"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/events/eventpage/"))
    page.goto("/admin/")
    tab_to(page, page.get_by_role("main").get_by_role("link", name="Handbook"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("For editors")
