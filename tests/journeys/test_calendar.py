"""A weekly meeting from the editor's form to the reader's calendar; a month by keyboard alone."""

import re
import urllib.request
from datetime import date, timedelta

import icalendar
from playwright.sync_api import expect

from tests.journeys import desk
from tests.journeys.accessible import expect_accessible
from tests.journeys.keyboard import tab_to

TITLE = "The knot circle"


def format_day(day):
    return f"{day:%a} {day.day} {day:%b %Y}"


def fill_date(page, field, day):
    """Type a day, and leave the field without choosing from the picker."""
    field.fill(day.isoformat())
    leave(page)


def leave(page):
    """Go elsewhere, which closes the picker that hangs over the buttons."""
    picker = page.locator(".xdsoft_datetimepicker:visible")
    expect(picker).to_have_count(1)
    page.mouse.click(900, 20)
    expect(picker).to_have_count(0)


def change_date(page, number, day, kind):
    """Add a changed date."""
    page.get_by_role("button", name="Add changed date").click()
    panel = page.locator(f"#inline_child_changes-{number}")
    fill_date(page, panel.get_by_role("textbox", name="Date*", exact=True), day)
    panel.get_by_role("combobox").select_option(kind)
    return panel


def calendar_of(reader, address):
    link = reader.get_by_role("link", name=re.compile("Calendar file")).get_attribute("href")
    with urllib.request.urlopen(address + link) as file:
        return icalendar.Calendar.from_ical(file.read())


def test_weekly_meeting_of_which_one_is_cancelled_and_one_moved(visit, address):
    first = date.today() + timedelta(days=3)  # noqa: DTZ011
    weeks = [first + timedelta(weeks=week) for week in range(5)]
    moved = weeks[2] + timedelta(days=1)
    editor = visit("editor")
    desk.add_page(editor, "Events", TITLE)
    fill_date(editor, editor.get_by_role("textbox", name="Start date"), first)
    editor.get_by_role("textbox", name="Start time").fill("19:30")
    leave(editor)
    editor.get_by_role("textbox", name="End time").fill("21:00")
    leave(editor)
    editor.get_by_role("combobox", name=re.compile("^Repeats")).select_option("weekly")
    editor.get_by_role("spinbutton", name="Or number of dates").fill("5")
    editor.get_by_role("spinbutton", name="Or number of dates").blur()
    preview = editor.locator("[data-dates]")
    expect(preview).to_contain_text(f"It takes place every {first:%A} 5 times.")
    expect(preview).to_contain_text(format_day(weeks[4]))

    panel = change_date(editor, 0, weeks[1], "cancelled")
    panel.get_by_role("textbox", name="Note").fill("The hall is let")
    panel.get_by_role("textbox", name="Note").blur()
    expect(preview).to_contain_text("Cancelled (The hall is let)")
    panel = change_date(editor, 1, weeks[2] + timedelta(days=2), "moved")
    fill_date(editor, panel.get_by_role("textbox", name="New date"), moved)
    expect(preview).to_contain_text("There is no date on this day.")
    fill_date(editor, panel.get_by_role("textbox", name="Date*", exact=True), weeks[2])
    expect(preview).to_contain_text(f"{format_day(moved)}, 7.30pm – 9.00pm – New date")
    desk.submit(editor)
    desk.approve(visit("moderator"), TITLE)

    reader = visit()
    reader.goto("/events/")
    cards = reader.get_by_role("article").filter(has_text=TITLE)
    expect(cards).to_have_count(1)
    cards.get_by_role("link", name="and 3 more dates").click()
    dates = reader.get_by_role("region", name="Next dates").get_by_role("listitem")
    expect(dates).to_have_count(5)
    expect(dates.nth(1)).to_contain_text("Cancelled")
    expect(dates.nth(2)).to_contain_text(format_day(moved))
    dates.nth(1).get_by_role("link").click()
    main = reader.get_by_role("main")
    expect(main).to_contain_text("Cancelled. The hall is let")
    expect_accessible(reader)

    file = calendar_of(reader, address)
    main_entry, *others = file.events
    assert main_entry["RRULE"]["COUNT"] == [5]
    assert {str(other["STATUS"]): other.start.date() for other in others} == {
        "CANCELLED": weeks[1],
        "CONFIRMED": moved,
    }
    reader.goto("/events/")
    feed = calendar_of(reader, address)
    assert [str(entry["SUMMARY"]) for entry in feed.events].count(TITLE) == 3

    reader.goto(f"/events/month/{weeks[1].year}/{weeks[1].month}/")
    cell = reader.get_by_role("cell").filter(has_text=TITLE).filter(has_text="Cancelled")
    expect(cell).to_contain_text(str(weeks[1].day))


def test_month_by_keyboard_alone(visit):
    reader = visit()
    reader.goto("/events/month/")
    this_month = reader.get_by_role("heading", level=1).inner_text()
    later = reader.get_by_role("navigation", name="Months").locator("[rel=next]")
    tab_to(reader, later)
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).not_to_have_text(this_month)
    table = reader.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(7)
    links = table.get_by_role("link")
    first, second = links.nth(0), links.nth(1)
    tab_to(reader, first)
    expect(first).to_have_accessible_name(re.compile(r"^\w+day \d+ \w+, \d+ events?$"))
    reader.keyboard.press("Tab")
    expect(second).to_be_focused()
    title = second.inner_text().strip()
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_contain_text(title)
    reader.go_back()
    tab_to(reader, links.nth(0))
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("main").get_by_role("link", name=title).first).to_be_visible()


def test_choice_is_made_without_scripts_and_taken_back(visit):
    reader = visit(java_script_enabled=False)
    reader.goto("/events/")
    everything = reader.get_by_role("article").count()
    reader.get_by_label("Organiser").select_option("Tidelines Climate Network")
    reader.get_by_label("Online").check()
    reader.get_by_role("main").get_by_role("button", name="Show").click()
    expect(reader).to_have_url(re.compile("organiser=tidelines-climate-network.*online=1"))
    assert 0 < reader.get_by_role("article").count() < everything
    for card in reader.get_by_role("article").all():
        expect(card).to_contain_text("Tidelines Climate Network")
    for _part in range(2):
        reader.get_by_role("link", name=re.compile("take back")).first.click()
    expect(reader.get_by_role("article")).to_have_count(everything)


def test_reader_elsewhere_is_told_their_own_hour(visit):
    away = visit(timezone_id="America/New_York")
    away.goto("/events/tidelines-open-call/")
    expect(away.get_by_text("8.00pm – 9.00pm").first).to_be_visible()
    expect(away.get_by_text(re.compile("15:00 where you are|16:00 where you are"))).to_be_visible()
    here = visit(timezone_id="Europe/London")
    here.goto("/events/tidelines-open-call/")
    expect(here.get_by_text("where you are")).to_have_count(0)
    away.goto("/events/who-owns-the-shore/")  # in a room
    expect(away.get_by_text("where you are")).to_have_count(0)
