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


def grow_tree(home):
    image = factories.SiteImageFactory(title="Harbour")
    person = factories.ContributorFactory(name="Ada Example")
    topic = factories.TopicFactory(name="Housing")
    document = factories.SiteDocumentFactory(title="Minutes", file__filename="minutes.pdf")
    recording = factories.SiteDocumentFactory(
        title="Talk", file__filename="talk.mp3", file__data=b"A short talk"
    )
    tree = SimpleNamespace(home=home, person=person, topic=topic, image=image, document=document)
    tree.recording = recording
    make = factories
    tree.section = make.ArticleIndexPageFactory(parent=home, title="News", slug="news")
    tree.calendar = make.EventIndexPageFactory(parent=home, title="Events", slug="events")
    tree.catalogue = make.BookIndexPageFactory(parent=home, title="Books", slug="books")
    tree.people = make.ContributorIndexPageFactory(parent=home, title="People", slug="people")
    tree.topics = make.TopicIndexPageFactory(parent=home, title="Topics", slug="topics")
    body = raw_body(*EVERY_BLOCK)
    tree.standard = make.StandardPageFactory(
        parent=home, title="Privacy policy", slug="privacy", summary="In short.", body=body
    )
    body += raw_body(*further_blocks(tree))
    filled = {"lead_image": image, "lead_image_alt": "Boats", "body": body}
    tree.series = make.SeriesPageFactory(parent=home, title="Ports", slug="ports")
    note = "b7a1c1f0-8f2e-4c0f-9a53-0f2b6a1d7c11"
    marked = f'<p>A claim<footnote id="{note}">[b7a1c1]</footnote>.</p>'
    tree.article = make.ArticlePageFactory(
        parent=tree.section,
        title="The strike",
        series=tree.series,
        series_part=1,
        updated_at=now(),
        lead_image=image,
        body=body + raw_body(("paragraph", marked)),
    )
    tree.article.footnotes.create(uuid=note, text="<p>The source.</p>")
    tree.article.corrections.create(text="<p>It was May.</p>")
    tree.article.save()
    tree.formats = make.FormatIndexPageFactory(parent=home, title="Formats", slug="formats")
    tree.corrections = make.CorrectionsPageFactory(
        parent=home, title="Corrections", slug="corrections"
    )
    tree.sequel = make.ArticlePageFactory(
        parent=tree.section,
        title="The settlement",
        series=tree.series,
        series_part=2,
        source_publication="The Other",
        source_date=date(2020, 5, 1),
        lead_image=image,
    )
    make.attribute(tree.sequel, person)
    make.assign(tree.sequel, topic)
    tree.event = make.EventPageFactory(
        parent=tree.calendar,
        title="Housing conference",
        second_title="Cynhadledd tai",
        second_title_language="cy",
        start_time=time(10),
        end_time=time(16, 30),
        **filled,
    )
    tree.book = make.BookPageFactory(parent=tree.catalogue, title="The tide", **filled)
    for page in (tree.article, tree.event, tree.book):
        make.attribute(page, person)
        make.assign(page, topic)
    make.host(tree.event, "The tenants’ union")
    make.edition(tree.book, {"GBP": "5", "EUR": "6"}, isbn="9780902869332", pages=88)
    home.body = raw_body(
        ("lead_stories", {"heading": "News", "source": tree.section.pk, "count": 5, "pinned": []}),
        ("statement", {"heading": "Aims"}),
        ("video", {"heading": "To watch", "video": EVERY_BLOCK[5][1]}),
        ("events", {"heading": "Coming up", "source": None, "count": 4, "pinned": []}),
        ("books", {"heading": "Press", "source": tree.catalogue.pk, "count": 4, "pinned": []}),
    )
    home.save()
    PublicationSettings.objects.create(
        site=Site.objects.get(),
        name="The Test",
        statement="<p>We test.</p>",
        header_links=raw_body(("page", {"page": tree.section.pk, "label": ""})),
        footer_links=raw_body(("page", {"page": tree.standard.pk, "label": ""})),
    )
    tree.pages = [value for value in vars(tree).values() if hasattr(value, "url_path")]
    return tree


def further_blocks(tree):
    """Return the blocks that show other pages, pictures and files."""
    picture = {"image": tree.image.pk, "alt_text": "Boats", "decorative": False}
    figure = {"image": picture, "caption": "At low water", "credit": ""}
    recording = {"file": tree.recording.pk, "title": "The talk", "caption": ""}
    group = {"heading": "First", "pages": raw_items(tree.standard.pk)}
    return [
        ("related_page", {"page": tree.standard.pk}),
        ("document", {"document": tree.document.pk, "title": ""}),
        ("image", figure),
        ("gallery", {"pictures": raw_items(figure, figure)}),
        ("recording", {**recording, "transcript": "<p>Good evening.</p>"}),
        ("reading_list", {"heading": "To read", "groups": raw_items(group)}),
    ]
