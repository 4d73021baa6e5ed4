"""Events of The Events Calendar are imported, including invalid ones."""

import pytest

from events.models import EventPage
from tests.importers.wordpress.exports import item


def warnings(report):
    return [text for entry in report["entries"] for _kind, text in entry["warnings"]]


def php(value):
    """Return a value in the format of PHP’s serialize()."""
    if isinstance(value, dict):
        parts = "".join(php(key) + php(each) for key, each in value.items())
        return f"a:{len(value)}:{{{parts}}}"
    if isinstance(value, int):
        return f"i:{value};"
    return f's:{len(value.encode())}:"{value}";'


def repeating(kind, *, count="4", **custom):
    rule = {"type": "Custom", "end-type": "After", "end-count": count}
    return php({"rules": {0: rule | {"custom": {"type": kind, "interval": "1"} | custom}}})


def event(number, parent=0, **meta):
    return item(
        number, "Event", type="tribe_events", parent=parent, meta=[(f"_Event{key}", value) for key, value in meta.items()]
    )  # fmt: skip


# The text of a cost and the currency symbol of the event, then what becomes of them.
COSTS = [
    ("1,500", "£", "1500.00", "GBP", ""),
    ("1.500", "€", "1500.00", "EUR", ""),
    ("1,500.50", "$", "1500.50", "USD", ""),
    (
        "12 a head, tables of 8, doors 18:30",
        "£",
        "None",
        "GBP",
        "12 a head, tables of 8, doors 18:30",
    ),
    ("5–10", "£", "None", "GBP", "5–10"),
    ("120", "kr", "None", "GBP", "120 kr"),
    ("120 kr", "£", "None", "GBP", "120 kr"),
    ("7 €", "£", "7.00", "EUR", ""),
    ("GBP 7", "", "7.00", "GBP", ""),
    ("5 each", "£", "None", "GBP", "5 each"),
    ("£5£", "£", "None", "GBP", "£5£"),
]


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"StartDate": "2019-02-06 22:00:00", "EndDate": "2019-02-07 02:00:00", "Timezone": "Europe/Berlin"}, {"end_time": "02:00:00", "end_date": "2019-02-07", "time_zone": "Europe/Berlin"}),
        ({"StartDate": "2019-02-06 10:00:00", "EndDate": "2019-02-06 10:00:00", "Timezone": "UTC+0"}, {"end_time": "None", "time_zone": "UTC"}),
        ({"StartDate": "2019-02-06 10:00:00", "Timezone": "UTC+2"}, {"start_time": "08:00:00", "time_zone": "Europe/London"}),
        ({"StartDate": "2019-07-06 00:30:00", "EndDate": "2019-07-06 02:00:00", "Timezone": "UTC+5.5"}, {"start_date": "2019-07-05", "start_time": "20:00:00", "end_time": "21:30:00"}),
        ({"StartDate": "2019-02-06 00:00:00", "AllDay": "yes", "Timezone": "UTC+12"}, {"start_date": "2019-02-06", "start_time": "None"}),
        ({"StartDate": "2019-02-06 10:00:00", "Timezone": "UTC+99"}, {"start_time": "10:00:00"}),
        ({"StartDate": "2019-02-06 10:00:00", "Cost": "£5–£10"}, {"price": "None", "price_note": "£5–£10"}),
        ({"StartDate": "2019-02-06 10:00:00", "Cost": "12.50", "CurrencySymbol": "€"}, {"price": "12.50", "currency": "EUR"}),
        ({"StartDate": "2019-02-06 10:00:00", "Cost": "0"}, {"is_free": "True"}),
        *(
            ({"StartDate": "2019-02-06 10:00:00", "Cost": cost, "CurrencySymbol": sign}, {"price": price, "currency": currency, "price_note": note})
            for cost, sign, price, currency, note in COSTS
        ),
    ],
)  # fmt: skip
def test_custom_fields_of_events_are_read(import_items, meta, expected):
    import_items(event(1, **meta))
    page = EventPage.objects.get()
    assert {name: str(getattr(page, name)) for name in expected} == expected


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_event_without_a_valid_date_is_left_out_and_reported(import_items, is_dry_run):
    dates = ("soon", "", "0000-00-00 00:00:00", "0001-01-01 00:00:00", "9999-12-31 20:00:00")
    events = [event(number, StartDate=date) for number, date in enumerate(dates, 1)]
    report = import_items(*events, event(9, StartDate="2019-02-06 10:00:00"), dry_run=is_dry_run)
    assert report["outcomes"]["tribe_events"] == {"left out": len(dates), "created": 1}
    assert [text for text in warnings(report) if "no valid start date" in text] == [
        f"It has no valid start date: “{date}”." for date in dates
    ]


MONTHLY = (
    'a:1:{s:5:"rules";a:1:{i:0;a:4:{s:4:"type";s:6:"Custom";s:8:"end-type";s:2:"On";s:3:"end";'
    's:10:"2019-06-30";s:6:"custom";a:3:{s:8:"interval";s:1:"1";s:4:"type";s:7:"Monthly";s:5:"month";'
    'a:2:{s:9:"same-time";s:2:"no";s:6:"number";s:5:"First";}}}}}'
)


def test_monthly_series_keeps_its_weekday(import_items):
    import_items(
        event(1, StartDate="2019-02-06 10:00:00", EndDate="2019-02-06 12:00:00", Recurrence=MONTHLY)
    )
    days = [f"{each.starts_at:%d.%m.}" for each in EventPage.objects.get().occurrences.all()]
    assert days == ["06.02.", "06.03.", "03.04.", "01.05.", "05.06."]


@pytest.mark.parametrize(
    ("start", "kind", "custom", "expected"),
    [
        ("2027-03-01", "Monthly", {"month": {"same-day": "no", "number": "First", "day": "1"}}, "monthly_weekday"),
        ("2027-03-01", "Monthly", {"month": {"same-day": "no", "number": "Third", "day": "4"}}, ""),
        ("2027-03-01", "Monthly", {"month": {"same-day": "no", "number": "Third", "day": "1"}}, ""),
        ("2027-03-01", "Monthly", {"month": {"same-day": "no", "number": "15"}}, ""),
        ("2027-03-15", "Monthly", {"month": {"same-day": "no", "number": "15"}}, "monthly_date"),
        ("2027-03-29", "Monthly", {"month": {"same-day": "no", "number": "Last", "day": "1"}}, "monthly_last"),
        ("2027-03-22", "Monthly", {"month": {"same-day": "no", "number": "Last", "day": "1"}}, ""),
        ("2027-03-01", "Yearly", {"year": {"same-day": "yes", "month": {0: "3"}}}, "yearly"),
        ("2027-03-01", "Yearly", {"year": {"same-day": "yes", "month": {0: "3", 1: "6"}}}, ""),
        ("2027-03-01", "Daily", {"interval": "200"}, ""),
    ],
)  # fmt: skip
def test_unsupported_rule_is_reported_and_not_imported(import_items, start, kind, custom, expected):
    report = import_items(
        event(1, StartDate=f"{start} 10:00:00", Recurrence=repeating(kind, **custom))
    )
    assert EventPage.objects.get().repeats == expected
    assert any("Its recurrence is not supported" in text for text in warnings(report)) != bool(
        expected
    )


def weekly(number, parent=0, day="2027-03-01", hour="10:00:00"):
    return event(number, parent, StartDate=f"{day} {hour}", Recurrence=repeating("Weekly"))


def test_occurrences_of_a_series_are_not_imported_as_series(import_items, client):
    parts = [
        weekly(50, 49, "2027-03-08"),
        weekly(49),
        weekly(51, 49, "2027-03-16"),
        weekly(52, 49, "2027-03-15", "20:00:00"),
    ]
    for _run in range(2):
        report = import_items(*parts)
    series, moved, later = EventPage.objects.order_by("pk")
    assert series.occurrences.count() == 4
    assert [page.repeats for page in (moved, later)] == ["", ""]
    assert report["outcomes"]["tribe_events"] == {"left out": 1, "unchanged": 3}
    assert "It is one of the dates of “Event”." in warnings(report)
    response = client.get("/2019/05/item-50/")
    assert (response.status_code, response.headers["Location"]) == (301, series.url)


@pytest.mark.parametrize(
    ("meta", "warning"),
    [
        ({"URL": "https://x.example/" + "x" * 300}, "ticket_url"),
        ({"URL": "https://bad host/"}, "ticket_url"),
        ({"Cost": "1234567890", "CurrencySymbol": "£"}, "price"),
    ],
)
def test_event_with_an_invalid_field_is_imported_without_it(import_items, meta, warning):
    report = import_items(event(1, StartDate="2027-03-01 10:00:00", **meta))
    assert report["warning_counts"] == {warning: 1}
    page = EventPage.objects.get()
    assert (page.ticket_url, page.price) == ("", None)


def test_values_removed_at_the_source_are_reset(import_items):
    values = {"StartDate": "2027-03-01 10:00:00", "Cost": "5", "CurrencySymbol": "£"}
    import_items(event(1, **values, Recurrence=repeating("Weekly")))
    assert EventPage.objects.get().price == 5
    import_items(event(1, **values | {"Cost": "0"}))
    page = EventPage.objects.get()
    assert (page.price, page.is_free, page.repeats) == (None, True, "")
    assert page.occurrences.count() == 1
