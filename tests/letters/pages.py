"""Letters for tests."""

from letters.models import LetterPage
from tests.site_tree import raw_body

LISTS = raw_body(
    ("paragraph", '<h2>Dear readers</h2><p>See <a linktype="page" id="1">the site</a>.</p>'),
    ("articles", {"heading": "This week", "days": 7, "count": 10, "with_images": True}),
    ("events", {"heading": "What is on", "days": 14, "count": 10, "with_images": False}),
    ("books", {"heading": "New books", "days": 30, "count": 4, "with_images": True}),
    (
        "appeal",
        {
            "heading": "Keep us in print",
            "text": "<p>Please.</p>",
            "links": [
                {"type": "address", "value": {"label": "£5", "url": "https://bank.example/5"}}
            ],
            "currency": "GBP",
        },
    ),
)


def publish(letter):
    letter = LetterPage.objects.get(pk=letter.pk)
    letter.get_latest_revision().publish()
    return LetterPage.objects.get(pk=letter.pk)
