"""The look that an administrator sets: name, logo, accent colour, notice."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from core.models import PublicationSettings
from core.values.colours import (
    BLACK,
    DARK_GROUNDS,
    ENOUGH,
    LIGHT_GROUNDS,
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


def test_contrast_is_that_of_wcag():
    assert WHITE.contrast(BLACK) == pytest.approx(21)
    assert Colour.parse("#777777").contrast(WHITE) == pytest.approx(4.48, abs=0.01)


def test_grounds_are_those_of_the_style_sheet():
    for token, place in (("paper", 0), ("paper-raised", 1)):
        light, dark = re.search(rf"--{token}: light-dark\((#\w+), (#\w+)\)", TOKENS).groups()
        assert (light, dark) == (LIGHT_GROUNDS[place], DARK_GROUNDS[place])


def test_own_accent_of_the_theme_can_be_read():
    light, dark = re.search(r"--accent: light-dark\((#\w+), (#\w+)\)", TOKENS).groups()
    assert PublicationSettings().accent_colour == light
    validate_accent(light)
    assert Colour.parse(dark).lowest_contrast(DARK_GROUNDS) >= ENOUGH


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#12345g", "a3321b", "#a3321b;}"])
def test_what_is_no_colour_is_refused_with_an_example(colour):
    with pytest.raises(ValidationError, match="#a3321b"):
        validate_accent(colour)


def test_pale_colour_is_refused_with_the_reason_and_a_way_out():
    with pytest.raises(ValidationError) as refusal:
        validate_accent("#ffcc00")
    message = refusal.value.message
    assert "1.3 to 1" in message
    assert "needs 4.5 to 1" in message
    validate_accent(re.search(r"works is (#\w{6})", message)[1])


@given(parts, parts, parts)
def test_every_colour_has_a_readable_shade_by_day_and_in_the_dark(red, green, blue):
    colour = Colour(red, green, blue)
    assert colour.readable_on(LIGHT_GROUNDS, BLACK).lowest_contrast(LIGHT_GROUNDS) >= ENOUGH
    assert colour.readable_on(DARK_GROUNDS, WHITE).lowest_contrast(DARK_GROUNDS) >= ENOUGH


def test_accent_colour_reaches_every_page(site_tree, client, get):
    assert "/theme/" not in get("/")
    PublicationSettings.objects.update(accent_colour="#0A5C36")
    assert '<link rel="stylesheet" href="/theme/0a5c36.css">' in get(site_tree.article.url)
    response = client.get("/theme/0a5c36.css")
    assert response.headers["Content-Type"] == "text/css"
    assert "immutable" in response.headers["Cache-Control"]
    assert b"--accent: light-dark(#0a5c36, #" in response.content
    for address in ("/theme/red.css", "/theme/0a5c36;.css", "/theme/0a5c3.css"):
        get(address, status=404)


def test_administrator_is_told_why_a_colour_is_refused(site_tree, client, admin_user):
    client.force_login(admin_user)
    address = f"/admin/settings/core/publicationsettings/{Site.objects.get().pk}/"
    links = {f"{menu}_links-count": "0" for menu in ("header", "footer", "social")}
    form = links | {"name": "The Test", "accent_colour": "#ffff00", "logo": ""}
    html = client.post(address, form, follow=True).content.decode()
    assert "Links in #ffff00 could not be read" in html
    assert PublicationSettings.objects.get().accent_colour != "#ffff00"


def test_notice_stands_on_every_page_until_it_is_emptied(site_tree, get):
    assert "site-notice" not in get(site_tree.book.url)
    PublicationSettings.objects.update(notice="<p>The office is closed.</p>")
    for page in site_tree.pages:
        assert "The office is closed." in get(page.url)


def test_logo_decorates_the_name(site_tree, get):
    PublicationSettings.objects.update(logo=factories.SiteImageFactory(title="An anchor"))
    html = get(site_tree.article.url)
    assert re.search(r'site-header__logo.+<img[^>]+alt=""', html, re.DOTALL)
    assert "An anchor" not in html


def test_style_sheets_are_published_as_one(tmp_path):
    storage = FileSystemStorage(STATIC)
    files = (STATIC / "css").rglob("*.css")
    names = [str(file.relative_to(STATIC)) for file in files]
    css = bundle({name: (storage, name) for name in names})
    assert "@import" not in css
    assert css.index("@layer reset, tokens") < css.index("@layer reset {")
    assert "@media print {\n@layer utilities {" in css
    # An address within a component would no longer be right in the main sheet's folder.
    for name in names:
        if name.startswith("css/components/"):
            assert "url(" not in (STATIC / name).read_text(), name
        if name != "css/main.css":
            assert f'"{name.removeprefix("css/")}"' in (STATIC / "css/main.css").read_text(), name
