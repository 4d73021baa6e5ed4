"""What readers get: complete pages that work without scripts and do not track them."""

import re
import urllib.error
import urllib.request
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.html import links_of
from tests.journeys.accessible import expect_accessible

PHONE = {"width": 320, "height": 640}


def fetch(url):
    """Return the status and, for a page, the text of what is at `url`."""
    try:
        with urllib.request.urlopen(url) as response:
            is_page = response.headers["Content-Type"].startswith("text/html")
            return response.status, response.read().decode() if is_page else ""
    except urllib.error.HTTPError as error:
        return error.code, ""


def test_links_of_the_front_page_and_one_click_further_answer(address):
    seen = {"/": fetch(address)}
    for _click in range(2):
        links = set().union(*(links_of(html) for _, html in seen.values()))
        assert len(links) > 20
        for link in links - set(seen):
            seen[link] = fetch(urljoin(address, link))
    broken = {link: status for link, (status, _) in seen.items() if status != 200}
    assert not broken
    assert len(seen) > 50


def test_pictures_and_style_sheets_answer(address):
    html = fetch(address)[1]
    files = set(re.findall(r'(?:src|href)="(/(?:media|static)/[^"]+)"', html))
    assert any(file.startswith("/media/") for file in files)
    for file in files:
        assert fetch(urljoin(address, file))[0] == 200, file


def test_site_works_without_javascript(visit):
    reader = visit(java_script_enabled=False)
    reader.goto("/")
    expect(reader.get_by_role("heading", name="Theory and reviews")).to_be_visible()
    watch = reader.get_by_role("link", name=re.compile("Watch on YouTube"))
    expect(watch).to_have_attribute("href", re.compile("^https://www.youtube.com/watch"))
    reader.get_by_role("navigation", name="Sections").get_by_role("link", name="News").click()
    reader.get_by_role("main").get_by_role("article").first.get_by_role("link").first.click()
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    reader.get_by_role("banner").get_by_label("Search the site").fill("harbour")
    reader.get_by_role("banner").get_by_role("button", name="Search").click()
    expect(reader.get_by_role("status")).to_contain_text("results for “harbour”")


def test_reader_is_tracked_by_nobody(visit, address, kinds):
    reader = visit()
    foreign, complaints = [], []
    reader.on("request", lambda request: foreign.append(request.url))
    reader.on("pageerror", lambda error: complaints.append(str(error)))
    reader.on("console", lambda message: complaints.append(message.text))
    for kind, path in kinds.items():
        reader.goto(path, wait_until="networkidle")
        if kind == "lost":
            complaints.clear()  # the browser reports the 404 itself
    assert not [url for url in foreign if not url.startswith(address)]
    assert not complaints
    assert not reader.context.cookies()
    assert reader.evaluate("localStorage.length") == 0


def test_video_asks_its_host_only_after_a_click(visit):
    reader = visit()
    reader.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="Playing"))
    asked = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto("/", wait_until="networkidle")
    assert not [url for url in asked if "youtube" in url]
    reader.get_by_role("link", name=re.compile("Watch on YouTube")).click()
    frame = reader.frame_locator("iframe")
    expect(frame.get_by_text("Playing")).to_be_visible()
    assert next(url for url in asked if "youtube" in url).startswith(
        "https://www.youtube-nocookie.com/embed/"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desktop"])
def test_every_kind_of_page_is_accessible(visit, kinds, scheme, size):
    reader = visit(color_scheme=scheme)
    reader.set_viewport_size(size)
    for kind, path in kinds.items():
        reader.goto(path)
        expect_accessible(reader, kind)


def test_no_page_scrolls_sideways_on_a_small_phone(visit, kinds):
    reader = visit()
    reader.set_viewport_size(PHONE)
    for kind, path in kinds.items():
        reader.goto(path)
        for direction in ("ltr", "rtl"):  # the style sheet needs no second one
            reader.evaluate("direction => { document.documentElement.dir = direction }", direction)
            width = reader.evaluate("document.documentElement.scrollWidth")
            assert width <= PHONE["width"], f"{kind} {direction}"
