"""Settings of the publication: name, logo, accent colour and notice."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from core.models import PublicationSettings
from core.values.colours import (
    BLACK,
    DARK_BACKGROUNDS,
    LIGHT_BACKGROUNDS,
    MIN_CONTRAST,
    WHITE,
    Colour,
    validate_accent,
)
from site_config.settings.environment import PROJECT
from site_config.static_storage import bundle
from tests import factories

STATIC = PROJECT / "static"
TOKENS = (STATIC / "css/tokens.css").read_text()
parts = st.integers(0, 255)


def test_contrast_follows_wcag():
    assert WHITE.contrast(BLACK) == pytest.approx(21)
    assert Colour.parse("#777777").contrast(WHITE) == pytest.approx(4.48, abs=0.01)


def test_backgrounds_match_the_style_sheet():
    for index, token in enumerate(("paper", "paper-raised")):
        light, dark = re.search(rf"--{token}: light-dark\((#\w+), (#\w+)\)", TOKENS).groups()
        assert (light, dark) == (LIGHT_BACKGROUNDS[index], DARK_BACKGROUNDS[index])


def test_default_accent_is_readable():
    light, dark = re.search(r"--accent: light-dark\((#\w+), (#\w+)\)", TOKENS).groups()
    assert PublicationSettings().accent_colour == light
    validate_accent(light)
    assert Colour.parse(dark).lowest_contrast(DARK_BACKGROUNDS) >= MIN_CONTRAST


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#12345g", "a3321b", "#a3321b;}"])
def test_invalid_colour_error_has_an_example(colour):
    with pytest.raises(ValidationError, match="#a3321b"):
        validate_accent(colour)


def test_pale_colour_error_has_contrast_and_suggestion():
    with pytest.raises(ValidationError) as raised:
        validate_accent("#ffcc00")
    message = raised.value.message
    assert "1.3 to 1" in message
    assert "needs 4.5 to 1" in message
    validate_accent(re.search(r"works is (#\w{6})", message)[1])


@given(parts, parts, parts)
def test_every_colour_has_a_readable_light_and_dark_shade(red, green, blue):
    colour = Colour(red, green, blue)
    assert (
        colour.readable_on(LIGHT_BACKGROUNDS, BLACK).lowest_contrast(LIGHT_BACKGROUNDS)
        >= MIN_CONTRAST
    )
    assert (
        colour.readable_on(DARK_BACKGROUNDS, WHITE).lowest_contrast(DARK_BACKGROUNDS)
        >= MIN_CONTRAST
    )


def test_accent_colour_reaches_every_page(site_tree, client, get):
    assert "/theme/" not in get("/")
    PublicationSettings.objects.update(accent_colour="#0A5C36")
    assert '<link rel="stylesheet" href="/theme/0a5c36.css">' in get(site_tree.article.url)
    response = client.get("/theme/0a5c36.css")
    assert response.headers["Content-Type"] == "text/css"
    assert "immutable" in response.headers["Cache-Control"]
    assert b"--accent: light-dark(#0a5c36, #" in response.content
    for url in ("/theme/red.css", "/theme/0a5c36;.css", "/theme/0a5c3.css"):
        get(url, status=404)


def test_form_displays_error_of_colour(site_tree, client, admin_user):
    client.force_login(admin_user)
    url = f"/admin/settings/core/publicationsettings/{Site.objects.get().pk}/"
    links = {f"{menu}_links-count": "0" for menu in ("header", "footer", "social")}
    links |= {"support_link-count": "0", "appeal-count": "0", "sign_up-count": "0"}
    form = links | {"name": "The Test", "accent_colour": "#ffff00", "logo": ""}
    html = client.post(url, form, follow=True).content.decode()
    assert "Links in #ffff00 would be hard to read" in html
    assert PublicationSettings.objects.get().accent_colour != "#ffff00"


def test_notice_is_on_every_page_until_it_is_emptied(site_tree, get):
    assert "site-notice" not in get(site_tree.book.url)
    PublicationSettings.objects.update(notice="<p>The office is closed.</p>")
    for page in site_tree.pages:
        assert "The office is closed." in get(page.url)


def test_logo_is_decorative(site_tree, get):
    PublicationSettings.objects.update(logo=factories.SiteImageFactory(title="An anchor"))
    html = get(site_tree.article.url)
    assert re.search(r'site-header__logo.+<img[^>]+alt=""', html, re.DOTALL)
    assert "An anchor" not in html


def test_style_sheets_are_bundled(tmp_path):
    storage = FileSystemStorage(STATIC)
    files = (STATIC / "css").rglob("*.css")
    names = [str(file.relative_to(STATIC)) for file in files]
    css = bundle({name: (storage, name) for name in names})
    assert "@import" not in css
    assert css.index("@layer reset, tokens") < css.index("@layer reset {")
    assert "@media print {\n@layer utilities {" in css
    # A relative URL in a component would be wrong in the bundle, which is in another folder.
    for name in names:
        if name.startswith("css/components/"):
            assert "url(" not in (STATIC / name).read_text(), name
        if name not in ("css/main.css", "css/feed.css"):
            assert f'"{name.removeprefix("css/")}"' in (STATIC / "css/main.css").read_text(), name


def submenu(label, *links):
    return {"type": "submenu", "value": {"label": label, "links": list(links)}}


def page_link(page, label=""):
    return {"type": "page", "value": {"page": page.pk, "label": label}}


def menu_of(html):
    menu = BeautifulSoup(html, "html.parser").select_one("header nav.menu > ul")
    return [
        (item.summary.get_text(), [link["href"] for link in item.find_all("a")])
        if item.find("details")
        else item.a["href"]
        for item in menu.find_all("li", recursive=False)
    ]


def test_menu_has_submenus_with_what_readers_may_see(site_tree, get):
    hidden = factories.ArticleIndexPageFactory(parent=site_tree.home, title="Drafts", live=False)
    settings = PublicationSettings.objects.get()
    address = {"type": "address", "value": {"label": "Shop", "url": "https://shop.example/"}}
    settings.header_links = json.dumps(
        [
            page_link(site_tree.section),
            submenu("More", page_link(site_tree.calendar), address, page_link(hidden)),
            submenu("Nothing", page_link(hidden)),
        ]
    )
    settings.save()
    for page in (site_tree.home, site_tree.article):
        assert menu_of(get(page.url)) == [
            site_tree.section.url,
            ("More", [site_tree.calendar.url, "https://shop.example/"]),
        ]


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        {},
        {"label": "A"},
        {"label": "A", "links": "x"},
        {"label": 3, "links": [{"type": "submenu", "value": {}}]},
        {"label": "A", "links": [{"type": "page", "value": {"page": "\0"}}, 7]},
    ],
)
def test_forged_submenu_is_left_out(site_tree, get, value):
    PublicationSettings.objects.update(
        header_links=json.dumps([{"type": "submenu", "value": value}])
    )
    assert "menu__submenu" not in get(site_tree.article.url)


def test_moderators_change_menus_and_notice_alone(client, site_tree, moderator, editor):
    settings = PublicationSettings.objects.get()
    url = f"/admin/settings/core/publicationsettings/{settings.site_id}/"
    client.force_login(editor)
    assert client.get(url).status_code == 302
    client.force_login(moderator)
    form = client.get(url).context["form"]
    menus = {"header_links", "footer_links", "support_link", "social_links"}
    assert set(form.fields) == {"notice", "appeal", "sign_up", *menus}
    before = PublicationSettings.objects.values().get()
    counts = {f"{name}_links-count": "0" for name in ("header", "footer", "social")}
    forged = {"name": "Mine", "accent_colour": "#000000", "blocking_checks": [], "statement": "x"}
    client.post(
        url,
        forged
        | counts
        | {"support_link-count": "0", "appeal-count": "0", "sign_up-count": "0", "notice": "null"},
    )
    after = PublicationSettings.objects.values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert {"header_links"} <= changed <= {"notice", *menus}
