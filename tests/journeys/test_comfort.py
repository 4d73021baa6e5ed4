"""Reading in comfort: by keyboard, on a small screen, in the dark, on a slow connection."""

import re
import statistics

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import tab_to

PHONE = {"width": 390, "height": 780}
ESSAY = "/theory/tide-table-against-the-clock/"


# Whether the element in focus, or the card around it, is outlined and within the window.
# How many letters stand in each full line of the text.
LINES = """() => [...document.querySelectorAll(".body > p")].flatMap((paragraph) => {
  const lines = new Map(), range = document.createRange();
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) {
    if (text.parentElement.closest("sup")) continue;
    for (let i = 0; i < text.length; i++) {
      range.setStart(text, i);
      range.setEnd(text, i + 1);
      const line = Math.round(range.getBoundingClientRect().bottom / 6);
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
  }
  return [...lines.values()].slice(0, -1);
})"""


def test_keyboard_reaches_the_text_first(visit):
    reader = visit()
    reader.goto("/news/")
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="Skip to the text")).to_be_focused()
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_keyboard_alone_goes_through_menu_calendar_search_and_video(visit):
    reader = visit()
    reader.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="Playing"))
    reader.goto("/")
    sections = reader.get_by_role("navigation", name="Sections")
    tab_to(reader, sections.get_by_role("link", name="Events"))
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Events")
    tab_to(reader, reader.get_by_role("main").get_by_role("link", name="Past events"))
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/events/past/")
    tab_to(reader, reader.get_by_role("banner").get_by_label("Search the site"))
    reader.keyboard.type("harbour")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("status")).to_contain_text("results for “harbour”")
    tab_to(reader, reader.get_by_role("banner").get_by_role("link", name="The Slipway"))
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("The Slipway")
    tab_to(reader, reader.get_by_role("link", name=re.compile("Watch on YouTube")))
    reader.keyboard.press("Enter")
    expect(reader.frame_locator("iframe").get_by_text("Playing")).to_be_visible()
    assert reader.evaluate("document.activeElement.tagName") == "IFRAME"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_menu_of_a_phone_opens_and_leads_on(visit, scripts):
    reader = visit(java_script_enabled=scripts)
    reader.set_viewport_size(PHONE)
    reader.goto(ESSAY)
    sections = reader.get_by_role("navigation", name="Sections")
    expect(sections).to_be_hidden()
    reader.get_by_role("button", name="Menu").click()
    expect(sections).to_be_visible()
    reader.keyboard.press("Escape")
    expect(sections).to_be_hidden()
    expect(reader.get_by_role("button", name="Menu")).to_be_focused()
    reader.keyboard.press("Enter")
    sections.get_by_role("link", name="Books").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Books")
    reader.get_by_role("button", name="Menu").click()
    reader.get_by_label("Search the site").fill("harbour")
    reader.get_by_label("Search the site").press("Enter")
    expect(reader.get_by_role("status")).to_contain_text("results for “harbour”")


def ground(reader):
    return reader.evaluate("getComputedStyle(document.body).backgroundColor")


def test_reader_who_chooses_the_dark_keeps_it(visit):
    reader = visit(color_scheme="light")
    reader.goto("/")
    light = ground(reader)
    switch = reader.get_by_role("button", name="Dark")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    dark = ground(reader)
    assert dark != light
    reader.goto(ESSAY)
    assert ground(reader) == dark
    reader.get_by_role("button", name="Dark").click()
    assert ground(reader) == light


def test_system_in_the_dark_needs_no_switch(visit):
    light, dark = (visit(color_scheme=scheme) for scheme in ("light", "dark"))
    scriptless = visit(color_scheme="dark", java_script_enabled=False)
    for reader in (light, dark, scriptless):
        reader.goto("/")
    assert ground(dark) != ground(light)
    expect(dark.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    expect(scriptless.get_by_role("button", name="Dark")).to_have_count(0)


def test_wishes_of_the_system_are_heard(visit):
    still = visit(reduced_motion="reduce")
    still.goto("/")
    lasts = "getComputedStyle(document.querySelector('.menu a')).transitionDuration"
    assert still.evaluate(lasts) == "0s"
    forced = visit(forced_colors="active")
    forced.goto("/")
    border = "getComputedStyle(document.querySelector('.section--statement')).borderTopStyle"
    assert forced.evaluate(border) == "solid"
    contrast = visit(contrast="more")
    contrast.goto("/")
    assert ground(contrast) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("width", [820, 1280, 1920])
def test_lines_are_as_long_as_the_eye_likes(visit, width):
    reader = visit()
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto(ESSAY, wait_until="networkidle")
    lengths = reader.evaluate(LINES)
    assert 60 <= statistics.median(lengths) <= 75
    assert max(lengths) < 80


def test_address_is_copied(visit):
    reader = visit()
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.goto(ESSAY)
    reader.get_by_role("link", name="Copy the address").click()
    expect(reader.get_by_role("status")).to_have_text("Copied")
    assert reader.evaluate("navigator.clipboard.readText()").endswith(ESSAY)


def test_note_leads_to_its_place_and_back(visit):
    reader = visit(java_script_enabled=False)
    reader.goto(ESSAY)
    reader.get_by_role("link", name="Note 2", exact=True).click()
    expect(reader.get_by_text("The Western Quays Gazette")).to_be_in_viewport()
    reader.get_by_role("link", name="Back to note 2 in the text").click()
    expect(reader.get_by_role("link", name="Note 2", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize(
    ("path", "kilobytes"),
    [
        ("/", 120),
        (ESSAY, 150),
        ("/events/who-owns-the-shore/", 110),
        ("/books/slack-water/", 150),
        ("/news/", 110),
        ("/search/?q=harbour", 110),
    ],
)
def test_first_visit_stays_within_its_budget(visit, path, kilobytes):
    reader = visit()
    session = reader.context.new_cdp_session(reader)
    session.send("Network.enable")
    kinds, bytes_of = {}, {}
    session.on(
        "Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda event: bytes_of.update({event["requestId"]: event["encodedDataLength"]}),
    )
    reader.goto(path, wait_until="networkidle")
    assert {"Document", "Stylesheet", "Font", "Script"} <= set(kinds.values())
    text = sum(size for key, size in bytes_of.items() if kinds.get(key) != "Image")
    assert text < kilobytes * 1000, f"{text / 1000:.0f} kB"
