"""Everything that the widgets of Elementor displayed is in the body or in the report."""

import json

import pytest

from importers.source.records import Item
from importers.wordpress.source_format import WordPressFormat
from tests.importers.finders import Nothing


def body_of(*widgets, content="", sections=None):
    rows = [
        {"elType": "widget", "widgetType": kind, "settings": settings} for kind, settings in widgets
    ]
    data = json.dumps([{"elType": "container", "settings": sections or {}, "elements": rows}])
    return read(data, content)


def read(data, content=""):
    item = Item(id=1, content=content, meta={"_elementor_data": [data]})
    return WordPressFormat().convert(content, Nothing(), "name", item)


def shown(body):
    return str([block["value"] for block in body.blocks])


def warnings(body):
    return " | ".join(warning.text for warning in body.warnings)


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("counter", {"prefix": "£", "ending_number": 120, "suffix": "k", "title": "T"}, ["£120k"]),
        ("price-table", {"sub_heading": "Subhead", "period": "Monthly"}, ["Subhead", "Monthly"]),
        ("price-table", {"currency_symbol": "euro", "price": "9"}, ["€ 9"]),
        ("price-table", {"features_list": [{"item_text": "Ten seats"}]}, ["Ten seats"]),
        (
            "cta",
            {"button": "Press", "button_text": "Push", "ribbon_title": "New"},
            ["Press", "New"],
        ),
        ("flip-box", {"title_text_a": "Front", "title_text_b": "Back"}, ["Front", "Back"]),
        ("headline", {"before_text": "We", "highlighted_text": "are"}, ["We are"]),
        ("author-box", {"bio": "Writes on ferries."}, ["Writes on ferries."]),
        ("wp-widget-text", {"wp": {"title": "Wptitle", "text": "Wptext"}}, ["Wptitle", "Wptext"]),
        ("progress", {"title": "Skill", "percent": {"unit": "%", "size": 70}}, ["70%"]),
        ("addon", {"client_say": "Fine", "service_desc": "Odd job"}, ["Fine", "Odd job"]),
        ("heading", {"title": "Head with <i>stress</i> &amp; more"}, ["<i>stress</i> &amp; more"]),
    ],
)
def test_texts_of_widgets_are_in_the_body(kind, values, words):
    body = body_of((kind, values))
    plain = shown(body).replace("Head with", "")
    for each in words:
        assert each in plain or each.replace("<i>stress</i> &amp;", "stress &") in plain


def test_links_and_pictures_of_widgets_are_in_the_body_or_named():
    body = body_of(
        ("image-gallery", {"wp_gallery": [{"id": 7, "url": "https://el.example/g.jpg"}]}),
        ("image-carousel", {"carousel": [{"id": 8, "url": "https://el.example/c.jpg"}]}),
        ("video", {"video_type": "hosted", "hosted_url": {"url": "https://el.example/v.mp4"}}),
        ("social-icons", {"social_icon_list": [{"link": {"url": "https://el.example/soc"}}]}),
        ("cta", {"button": "Press", "link": {"url": "https://el.example/press"}}),
        ("cta", {"text": "A", "button_text": "B", "button_link": {"url": "https://el.example/b"}}),
        sections={"background_image": {"id": 9, "url": "https://el.example/bg.jpg"}},
    )
    everything = shown(body) + warnings(body)
    for name in ("g.jpg", "c.jpg", "v.mp4", "soc", "press", "b", "bg.jpg"):
        assert f"https://el.example/{name}" in everything
    assert '<a href="https://el.example/b">B</a>' in shown(body)


def test_state_of_widgets_is_neither_shown_nor_named():
    body = body_of(
        (
            "button",
            {
                "text": "Go",
                "align": "center",
                "title_color": "#041D57",
                "typography_font_family": "Open Sans",
                "_css_classes": "big Red",
                "hover_animation": "grow",
                "icon": "fa fa-star",
                "selected_icon": {"value": "fas fa-star", "library": "fa-solid"},
                "__globals__": {"title_color": "globals/colors?id=primary"},
                "flipbox_background_position": "center center",
                "show_title": "yes",
                "image_size": "full",
                "custom_css": "a { color: red }",
            },
        )
    )
    assert [block["value"] for block in body.blocks] == ["<p>Go</p>"]
    assert warnings(body) == ""


def test_texts_of_settings_with_unknown_names_are_named():
    body = body_of(("addon", {"position": "Ferry Captain", "tagline": "Works <b>well</b>"}))
    assert "Ferry Captain" in warnings(body)
    assert "Works well" in warnings(body)


def test_labels_of_forms_are_named_and_addresses_of_mails_are_not():
    fields = [{"field_label": "Your name", "placeholder": "Ann"}]
    body = body_of(("form", {"form_fields": fields, "email_to": "Ed <a@b.example>"}))
    assert "Your name" in warnings(body)
    assert "example" not in warnings(body) + shown(body)


def test_words_that_the_content_has_not_are_named():
    body = body_of(
        ("accordion", {"tabs": [{"tab_title": "Opening", "tab_content": "<p>Stored words.</p>"}]}),
        ("heading", {"title": "STORED Heading", "link": {"url": "https://el.example/only"}}),
        ("image", {"image": {"url": "https://el.example/2020/01/a.jpg"}}),
        content='<p>Stored: heading; stored words</p><img src="https://el.example/2020/01/a-300x200.jpg">',
    )
    assert "Stored: heading" in shown(body)
    assert "Text was left out: Opening" in warnings(body)
    assert "https://el.example/only" in warnings(body)
    assert "was left out: https://el.example/2020/01/a.jpg" not in warnings(body)
    assert "eading" not in warnings(body)


def test_other_items_in_the_page_are_named():
    assert "Elementor template 12" in warnings(body_of(("template", {"template_id": "12"})))


@pytest.mark.parametrize("data", ["{", "{}", "7", '"x"', 'a:1:{i:0;s:1:"x";}'])
def test_data_that_cannot_be_read_are_named(data):
    assert data in warnings(read(data))


@pytest.mark.parametrize(
    "values",
    [
        {"title": {"url": []}, "link": 5, "image": {"url": 7, "id": "x"}, "wp": []},
        {"prefix": [], "ending_number": {}, "suffix": None, "tabs": [None, 3, [], {"title": []}]},
        {"wp_gallery": [{"url": {}}], "link": {"url": ["a"]}, "percent": {"size": {}}, "": "x"},
        ["title"],
        "title",
    ],
)
def test_values_of_other_types_raise_no_error(values):
    body_of(("heading", values), ("heading", {"title": "After"}))
    assert "After" in shown(body_of(("x", values), ("heading", {"title": "After"})))
