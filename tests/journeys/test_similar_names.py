"""A new contributor whose name resembles an existing one: that one is offered first."""

from playwright.sync_api import expect

from tests.journeys.desk import add_page


def test_existing_contributor_is_offered_and_taken(visit):
    editor = visit("editor")
    add_page(editor, "News and analysis", "Who keeps the tally")
    editor.get_by_role("button", name="Add contributor").click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_role("tab", name="New contributor").click()
    dialog.get_by_label("Name*", exact=True).fill("Marren Coldwater")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_text("There is an entry with a similar name.")).to_be_visible()
    expect(
        dialog.get_by_role("radio", name="None of these: add “Marren Coldwater”")
    ).to_be_visible()
    offered = dialog.get_by_role("radio", name="Maren Coldwater", exact=True)
    offered.focus()
    editor.keyboard.press("Space")
    editor.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    contributors = editor.get_by_role("region", name="Contributors")
    expect(contributors.get_by_text("Maren Coldwater").first).to_be_visible()
    editor.goto("/admin/contributors/contributor/?q=Coldwat")
    expect(editor.get_by_role("main").get_by_text("Marren Coldwater")).to_have_count(0)


def test_what_was_searched_for_in_vain_is_the_name_of_the_new_entry(visit):
    editor = visit("editor")
    add_page(editor, "News and analysis", "Who paints the boats")
    editor.get_by_role("button", name="Add contributor").click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Search").fill("Ottokar Brine")
    dialog.get_by_role("button", name="Add “Ottokar Brine”").press("Enter")
    name = dialog.get_by_label("Name*", exact=True)
    expect(name).to_be_focused()
    expect(name).to_have_value("Ottokar Brine")
    editor.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    contributors = editor.get_by_role("region", name="Contributors")
    expect(contributors.get_by_text("Ottokar Brine").first).to_be_visible()
