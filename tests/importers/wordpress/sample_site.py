"""An export with an item of every kind."""

from datetime import timedelta

from django.utils.timezone import now

from news.models import ArticlePage
from tests.importers.wordpress.exports import attachment, author, category, item, term

OLD = "https://old.example"
# A recurrence rule of The Events Calendar: every second Wednesday, five times.
RULES = (
    'a:2:{s:5:"rules";a:1:{i:0;a:5:{s:4:"type";s:6:"Custom";s:8:"end-type";s:5:"After";'
    's:9:"end-count";s:1:"5";s:3:"end";N;s:6:"custom";a:3:{s:8:"interval";s:1:"2";'
    's:4:"type";s:6:"Weekly";s:4:"week";a:1:{s:3:"day";a:1:{i:0;s:1:"3";}}}}}s:10:"exclusions";a:0:{}}'
)
# The facts about a book, without line breaks, as on a real site.
BOOK_TEXT = (
    "Ecosocialism Not Extinction by Allan Todd ISBN: 978-0-902869-33-2 (print)"
    "ISBN: 978-0-902869-32-5 (e-book) RRP: £5, €6, $7 (print)Publication date: November 2022 "
    "88 pages; 178x102mm ABOUT THE BOOK What can be done. CONTENTS One. Two."
)


def parts():
    """Return the parts of the export."""
    later = f"{now() + timedelta(days=30):%Y-%m-%d} 12:00:00"
    tides, interviews = ("post_tag", "tides", "Tides"), ("category", "interviews", "Interviews")
    ports = ("category", "ports", "Ports")
    link = f'<p>See <a href="{OLD}/2019/05/second/">the second</a> and <a href="/about/team/">us</a>.</p>'
    return [
        author("ada", "Ada Example", "Writes <b>here</b>."),
        author("admin", "Admin", number=2),
        category("ports", "Ports", 3),
        category("interviews", "Interviews", 4),
        category("uncategorized", "Uncategorized", 1),
        term("post_tag", "tides", "Tides", 9),
        attachment(7, "boats.jpg", excerpt="At low water", meta=[("_wp_attachment_image_alt", "Boats")], parent=11),
        attachment(8, "minutes.pdf", title="Minutes"),
        attachment(9, "evil.php"),
        attachment(10, "gone.jpg"),
        item(11, "First &amp; foremost", link + f'<figure class="wp-block-image"><img class="wp-image-7" src="{OLD}/wp-content/uploads/2019/05/boats-300x200.jpg"/></figure>', slug="first", excerpt="Ada Lovelace writing in The Lantern.", terms=[ports, tides], meta=[("_thumbnail_id", "7")], comments=2, sticky=True),
        item(12, "Second", f'<p>A <a href="{OLD}/?p=11">link back</a>, <a href="{OLD}/wp-content/uploads/2019/05/minutes.pdf">minutes</a></p>', slug="second", terms=[interviews, ("author", "cap-guest", "Guest Writer"), ("author", "cap-ada", "Ada Example")]),
        item(13, "Second", "<p>Same name</p>", slug="second", link=f"{OLD}/2020/01/second-2/"),
        item(14, "", "<p>It has no title but a long text of many words</p>", slug=""),
        item(15, "Draft", "<p>D</p>", status="draft", slug="", date="0000-00-00 00:00:00"),
        item(16, "Waits", "<p>W</p>", status="pending"),
        item(17, "Private", "<p>P</p>", status="private"),
        item(18, "Locked", "<p>L</p>", password="sesame"),
        item(19, "Later", "<p>F</p>", status="future", date=later),
        item(20, "Trash", "<p>T</p>", status="trash"),
        item(21, "Team", "<p>Team</p>", type="page", parent=22, slug="team", link=f"{OLD}/about/team/"),
        item(22, "About", "<p>About</p>", type="page", slug="about", link=f"{OLD}/about/"),
        item(30, "Trades Hall", type="tribe_venue", meta=[("_VenueAddress", "1 Quay"), ("_VenueCity", "Cardiff"), ("_VenueZip", "CF10"), ("_VenueLat", "51.48"), ("_VenueLng", "-3.17")]),
        item(31, "NEU", type="tribe_organizer", meta=[("_OrganizerWebsite", "https://neu.example")]),
        item(32, "Rally – Rali", "<p>Come</p>", type="tribe_events", slug="rally", link=f"{OLD}/event/rally/", meta=[("_EventStartDate", "2019-02-06 10:00:00"), ("_EventEndDate", "2019-02-06 16:30:00"), ("_EventTimezone", "Europe/London"), ("_EventVenueID", "30"), ("_EventOrganizerID", "31"), ("_EventCost", "5"), ("_EventCurrencySymbol", "£"), ("_EventURL", "https://neu.example/t"), ("_EventRecurrence", RULES)]),
        item(33, "All day", type="tribe_events", meta=[("_EventStartDate", "2019-02-06 00:00:00"), ("_EventEndDate", "2019-02-08 23:59:59"), ("_EventAllDay", "yes"), ("_EventCost", "Free")]),
        item(40, "Ecosocialism Not Extinction", f"<p>{BOOK_TEXT}</p>", type="product", slug="eco", link=f"{OLD}/product/eco/", meta=[("_sku", "ECO-1"), ("_regular_price", "5"), ("_stock_status", "instock"), ("_product_url", "https://shop.example/eco"), ("_thumbnail_id", "7")]),
        item(50, "First", type="nav_menu_item", order=1, terms=[("nav_menu", "main", "Main")], meta=[("_menu_item_type", "post_type"), ("_menu_item_object", "page"), ("_menu_item_object_id", "22")]),
        item(51, "Elsewhere", type="nav_menu_item", order=2, terms=[("nav_menu", "main", "Main")], meta=[("_menu_item_type", "custom"), ("_menu_item_object", "custom"), ("_menu_item_url", "https://x.example/")]),
        item(60, "A form", type="wpcf7_contact_form"),
    ]  # fmt: skip


def article(title):
    return ArticlePage.objects.get(title=title)
