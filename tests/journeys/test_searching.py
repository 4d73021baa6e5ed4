"""A reader searches: without scripts, then with them, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import expect_accessible
from tests.journeys.keyboard import tab_to

PHONE = {"width": 320, "height": 640}
SUGGESTIONS = "**/search/suggestions/*"


def field(reader):
    return reader.get_by_role("banner").get_by_label("Search the site")


def options(reader):
    return reader.get_by_role("banner").get_by_role("option")


def test_reader_without_scripts_searches_narrows_and_takes_back(visit):
    reader = visit(java_script_enabled=False)
    reader.goto("/")
    tab_to(reader, field(reader))
    reader.keyboard.type("harbour")
    reader.keyboard.press("Enter")
    status = reader.get_by_role("status")
    expect(status).to_contain_text("results for “harbour”")
    everything = status.inner_text()
    facets = reader.get_by_role("navigation", name="Narrow the results")
    kind = facets.get_by_role("link", name="Article", exact=True)
    number = kind.locator("xpath=..").inner_text().split()[-1]
    tab_to(reader, kind)
    reader.keyboard.press("Enter")
    expect(status).to_contain_text(re.compile(rf"^\s*{number} results? for"))
    back = reader.get_by_role("link", name="Article (take back)")
    tab_to(reader, back)
    reader.keyboard.press("Enter")
    expect(status).to_have_text(everything)


def test_reader_without_scripts_is_helped_where_nothing_is_found(visit):
    reader = visit(java_script_enabled=False)
    reader.goto("/search/?q=zugzwang+harbour")
    expect(reader.get_by_role("status")).to_contain_text("Nothing was found")
    reader.get_by_role("main").get_by_role("link", name="harbour", exact=True).click()
    expect(reader.get_by_role("status")).to_contain_text("results for “harbour”")
    reader.goto("/search/?q=harbuor")
    expect(reader.get_by_role("status")).to_contain_text("results for “harbour”")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_search_is_accessible(visit, scheme):
    reader = visit(color_scheme=scheme)
    reader.set_viewport_size(PHONE)
    for address in (
        "/search/",
        "/search/?q=harbour",
        "/search/?q=harbour&type=article&year=2026",
        "/search/?q=harbuor",
        "/search/?q=zugzwang",
        "/archive/",
    ):
        reader.goto(address)
        folded = reader.get_by_text("Narrow the results")
        if folded.count():
            folded.click()
            expect(
                reader.get_by_role("navigation", name="Narrow the results").get_by_role("link").last
            ).to_be_visible()
        expect_accessible(reader, f"{address} {scheme}")
        assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_suggestions_are_chosen_by_keyboard(visit):
    reader = visit()
    reader.goto("/about/")
    tab_to(reader, field(reader))
    expect(field(reader)).to_have_role("combobox")
    expect(field(reader)).to_have_attribute("aria-expanded", "false")
    reader.keyboard.type("hous")
    expect(options(reader).filter(has_text="Housing").first).to_be_visible()
    expect(field(reader)).to_have_attribute("aria-expanded", "true")
    expect_accessible(reader, "suggestions")
    reader.keyboard.press("ArrowDown")
    chosen = options(reader).first
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(field(reader)).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    reader.keyboard.press("ArrowUp")
    expect(field(reader)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    reader.keyboard.press("ArrowUp")
    expect(options(reader).last).to_have_attribute("aria-selected", "true")
    reader.keyboard.press("Escape")
    expect(options(reader)).to_have_count(0)
    expect(field(reader)).to_be_focused()
    expect(field(reader)).to_have_value("hous")
    reader.keyboard.press("ArrowDown")
    expect(options(reader).first).to_have_attribute("aria-selected", "true")
    name = options(reader).first.locator("span").first.inner_text()
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text(name)


def test_reader_who_ignores_suggestions_gets_results(visit):
    reader = visit()
    reader.goto("/about/")
    tab_to(reader, field(reader))
    reader.keyboard.type("harbour")
    expect(options(reader).first).to_be_visible()
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile(r"/search/\?q=harbour$"))
    expect(reader.get_by_role("status")).to_contain_text("results for “harbour”")


def test_never_more_than_one_request_is_under_way(visit):
    reader = visit()
    reader.goto("/about/")
    asked, held = [], []

    def hold(route):
        asked.append(route.request.url)
        held.append(route)

    reader.route(SUGGESTIONS, hold)
    for part in ("har", "bour", " pilots"):
        field(reader).press_sequentially(part)
        reader.wait_for_timeout(400)
    assert len(asked) == 1
    held.pop().fulfill(json={"suggestions": []})
    reader.wait_for_timeout(300)
    assert len(asked) == 2
    assert asked[-1].endswith("q=harbour%20pilots")
    held.pop().fulfill(
        json={"suggestions": [{"title": "<b>Pilots</b>", "kind": "Topic", "url": "/topics/"}]}
    )
    expect(options(reader)).to_have_text(["<b>Pilots</b> Topic"])


def test_server_that_does_not_answer_spoils_nothing(visit):
    reader = visit()
    reader.goto("/about/")
    reader.route(SUGGESTIONS, lambda route: route.abort())
    field(reader).fill("harbour")
    reader.wait_for_timeout(400)
    expect(options(reader)).to_have_count(0)
    field(reader).press("Enter")
    expect(reader.get_by_role("status")).to_contain_text("results for “harbour”")


def test_archive_leads_to_a_day(visit):
    reader = visit()
    reader.goto("/archive/")
    main = reader.get_by_role("main")
    month = main.locator(".archive-parts a").first
    name = month.inner_text()
    month.click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text(f"Archive: {name}")
    day = reader.get_by_role("navigation", name="Days").get_by_role("link").first
    name = day.inner_text()
    day.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(f"Archive: {name}")
    expect(main.get_by_role("article").first).to_be_visible()
