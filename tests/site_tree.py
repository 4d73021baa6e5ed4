"""A live page of every type, each with everything it can hold."""

from datetime import date, time
from types import SimpleNamespace

from django.utils.timezone import now
from wagtail.models import Site

from core.models import PublicationSettings
from tests import factories

EVERY_BLOCK = [
    (
        "paragraph",
        "<p>The <b>quillwort</b> stands in the middle of the body.</p><ul><li>One</li></ul>",
    ),
    ("heading", {"text": "A heading", "level": "h2"}),
    ("quote", {"text": "They said so.", "attribution": "A witness"}),
    ("pull_quote", {"text": "Stands in the middle"}),
    ("callout", {"title": "How to help", "text": "<p>Come at six.</p>"}),
    (
        "video",
        {
            "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "title": "A film",
            "poster": None,
            "caption": "Filmed in June",
            "transcript": "<p>Waves are heard.</p>",
        },
    ),
    (
        "table",
        {
            "caption": "Rents",
            "columns": [{"type": "text", "heading": "Street"}, {"type": "number", "heading": "£"}],
            "rows": [{"values": ["Ropewalk", "640"]}],
        },
    ),
    (
        "appeal",
        {
            "heading": "Keep us in print",
            "text": "<p>A fourth issue needs you.</p>",
            "links": [
                {"type": "address", "value": {"label": "£5", "url": "https://pay.example/5"}}
            ],
            "goal": "2000",
            "raised": "1250",
            "currency": "GBP",
        },
    ),
    ("code", "tide = high(port)\n  print(tide)"),
]


def raw_items(*values):
    """Return values in the form in which a list within a StreamField stores them."""
    return [
        {"type": "item", "value": value, "id": str(number)} for number, value in enumerate(values)
    ]


def raw_body(*blocks):
    """Return blocks in the form in which a StreamField stores them."""
    return [{"type": kind, "value": value} for kind, value in blocks]


def create_site_tree(home):
    image = factories.SiteImageFactory(title="Harbour")
    person = factories.ContributorFactory(name="Ada Example")
    topic = factories.TopicFactory(name="Housing")
    document = factories.SiteDocumentFactory(title="Minutes", file__filename="minutes.pdf")
    recording = factories.SiteDocumentFactory(
        title="Talk", file__filename="talk.mp3", file__data=b"A short talk"
    )
    site_tree = SimpleNamespace(
        home=home, person=person, topic=topic, image=image, document=document
    )
    site_tree.recording = recording
    make = factories
    site_tree.section = make.ArticleIndexPageFactory(parent=home, title="News", slug="news")
    site_tree.calendar = make.EventIndexPageFactory(parent=home, title="Events", slug="events")
    site_tree.catalogue = make.BookIndexPageFactory(parent=home, title="Books", slug="books")
    site_tree.people = make.ContributorIndexPageFactory(parent=home, title="People", slug="people")
    site_tree.topics = make.TopicIndexPageFactory(parent=home, title="Topics", slug="topics")
    body = raw_body(*EVERY_BLOCK)
    site_tree.standard = make.StandardPageFactory(
        parent=home, title="Privacy policy", slug="privacy", summary="In short.", body=body
    )
    site_tree.form = make.FormPageFactory(parent=home, title="Write to us", slug="write", body=body)
    body += raw_body(*further_blocks(site_tree))
    filled = {"lead_image": image, "lead_image_alt": "Boats", "body": body}
    site_tree.series = make.SeriesPageFactory(parent=home, title="Ports", slug="ports")
    note = "b7a1c1f0-8f2e-4c0f-9a53-0f2b6a1d7c11"
    marked = f'<p>A claim<footnote id="{note}">[b7a1c1]</footnote>.</p>'
    site_tree.article = make.ArticlePageFactory(
        parent=site_tree.section,
        title="The strike",
        series=site_tree.series,
        series_part=1,
        updated_at=now(),
        lead_image=image,
        body=body + raw_body(("paragraph", marked)),
    )
    site_tree.article.footnotes.create(uuid=note, text="<p>The source.</p>")
    site_tree.article.corrections.create(text="<p>It was May.</p>")
    site_tree.article.save()
    site_tree.formats = make.FormatIndexPageFactory(parent=home, title="Formats", slug="formats")
    site_tree.corrections = make.CorrectionsPageFactory(
        parent=home, title="Corrections", slug="corrections"
    )
    site_tree.sequel = make.ArticlePageFactory(
        parent=site_tree.section,
        title="The settlement",
        series=site_tree.series,
        series_part=2,
        source_publication="The Other",
        source_date=date(2020, 5, 1),
        lead_image=image,
    )
    make.attribute(site_tree.sequel, person)
    make.assign(site_tree.sequel, topic)
    site_tree.event = make.EventPageFactory(
        parent=site_tree.calendar,
        title="Housing conference",
        second_title="Cynhadledd tai",
        second_title_language="cy",
        start_time=time(10),
        end_time=time(16, 30),
        **filled,
    )
    site_tree.letters = make.LetterIndexPageFactory(parent=home, title="Letters", slug="letters")
    site_tree.letter = make.LetterPageFactory(
        parent=site_tree.letters,
        title="The week by letter",
        preheader="What we published",
        mailing_list=make.MailingListFactory(is_open=False),
        body=raw_body(("paragraph", "<p>Dear readers, the boat left.</p>")),
    )
    site_tree.book = make.BookPageFactory(parent=site_tree.catalogue, title="The tide", **filled)
    for page in (site_tree.article, site_tree.event, site_tree.book):
        make.attribute(page, person)
        make.assign(page, topic)
    make.host(site_tree.event, "The tenants’ union")
    make.edition(site_tree.book, {"GBP": "5", "EUR": "6"}, isbn="9780902869332", pages=88)
    home.body = raw_body(
        (
            "lead_stories",
            {"heading": "News", "source": site_tree.section.pk, "count": 5, "pinned": []},
        ),
        ("statement", {"heading": "Aims"}),
        ("video", {"heading": "To watch", "video": EVERY_BLOCK[5][1]}),
        ("events", {"heading": "Coming up", "source": None, "count": 4, "pinned": []}),
        ("books", {"heading": "Press", "source": site_tree.catalogue.pk, "count": 4, "pinned": []}),
    )
    home.save()
    PublicationSettings.objects.create(
        site=Site.objects.get(),
        name="The Test",
        statement="<p>We test.</p>",
        header_links=raw_body(("page", {"page": site_tree.section.pk, "label": ""})),
        footer_links=raw_body(("page", {"page": site_tree.standard.pk, "label": ""})),
    )
    site_tree.pages = [value for value in vars(site_tree).values() if hasattr(value, "url_path")]
    return site_tree


def further_blocks(site_tree):
    """Return the blocks that show other pages, pictures and files."""
    picture = {"image": site_tree.image.pk, "alt_text": "Boats", "decorative": False}
    figure = {"image": picture, "caption": "At low water", "credit": ""}
    recording = {"file": site_tree.recording.pk, "title": "The talk", "caption": ""}
    group = {"heading": "First", "pages": raw_items(site_tree.standard.pk)}
    return [
        ("related_page", {"page": site_tree.standard.pk}),
        ("document", {"document": site_tree.document.pk, "title": ""}),
        ("image", figure),
        ("gallery", {"pictures": raw_items(figure, figure)}),
        ("recording", {**recording, "transcript": "<p>Good evening.</p>"}),
        ("reading_list", {"heading": "To read", "groups": raw_items(group)}),
    ]
