"""An editor drafts, a moderator approves, a reader finds it."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys import desk


def find(reader, word, title):
    """Search as a reader does, and return the link of the result."""
    reader.goto("/")
    reader.get_by_role("banner").get_by_label("Search the site").fill(word)
    reader.get_by_role("banner").get_by_role("button", name="Search").click()
    return reader.get_by_role("main").get_by_role("link", name=title)


def on_page(reader, address, title):
    reader.goto(address)
    return reader.get_by_role("main").get_by_role("link", name=title)


def test_article_from_draft_to_reader(visit, tmp_path):
    title = "The night boat does not wait"
    editor = visit("editor")
    desk.add_page(editor, "News and analysis", title)
    editor.get_by_role("textbox", name="Standfirst").fill("What the night shift saw.")
    desk.name_new_contributor(editor, "Wren Tidewater")
    desk.upload_lead_image(editor, desk.picture_file(tmp_path), "Quay at night")
    desk.write_body(editor, "It was late. The lantern swung above the capstan. Then it was dark.")
    desk.save(editor)

    reader = visit()
    for address in ("/", "/news/"):
        expect(on_page(reader, address, title)).to_have_count(0)
    expect(find(reader, "capstan", title)).to_have_count(0)
    assert reader.goto("/news/the-night-boat-does-not-wait/").status == 404

    desk.submit(editor)
    expect(on_page(reader, "/", title)).to_have_count(0)
    expect(editor.get_by_role("button", name="Publish", exact=True)).to_have_count(0)

    desk.approve(visit("moderator"), title)
    for address in ("/", "/news/"):
        expect(on_page(reader, address, title)).to_have_count(1)
    find(reader, "capstan", title).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)
    main = reader.get_by_role("main")
    expect(main.get_by_text("The lantern swung above the capstan.")).to_be_visible()
    expect(main.get_by_text("What the night shift saw.")).to_be_visible()
    picture = main.get_by_role("img", name="A quay at night")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 0
    main.get_by_role("link", name="Wren Tidewater").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Wren Tidewater")
    expect(reader.get_by_role("link", name=title)).to_be_visible()


def test_event_from_draft_to_reader(visit):
    title = "Songs of the night ferry"
    day = date.today() + timedelta(days=2)  # noqa: DTZ011
    editor = visit("editor")
    desk.add_page(editor, "Events", title)
    editor.get_by_role("textbox", name="Start date").fill(day.isoformat())
    editor.get_by_role("textbox", name="Start time").fill("19:30")
    editor.keyboard.press("Escape")
    desk.write_body(editor, "Bring a concertina, or borrow one at the door.")
    desk.submit(editor)
    reader = visit()
    expect(on_page(reader, "/events/", title)).to_have_count(0)

    desk.approve(visit("moderator"), title)
    for address in ("/", "/events/"):
        expect(on_page(reader, address, title)).to_have_count(1)
    find(reader, "concertina", title).click()
    expect(reader.get_by_role("main").get_by_text("7.30pm").first).to_be_visible()
