"""Pages on which every block, and every kind of row, holds something.

The values of blocks are made from the definitions of the blocks, so that a new block is filled too.
"""

import json
from collections.abc import Iterator
from datetime import date, time, timedelta

from django.utils.timezone import now
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Comment, get_page_models
from wagtail_footnotes.models import Footnote

from books.models import BookImprint, Bookseller, Imprint, PlaceToBuy
from contributors.choosers import ContributorChooserBlock
from core.blocks import RecordingBlock, VideoBlock
from core.models import PublicationSettings
from events.blocks import SpeakerBlock
from events.models import DateChange
from tests import factories
from topics.choosers import TopicChooserBlock

PAGE_TYPES = [model for model in get_page_models() if model._meta.app_label != "wagtailcore"]
STREAMS_OF_SETTINGS = (
    "header_links",
    "support_link",
    "footer_links",
    "social_links",
    "appeal",
    "sign_up",
)
NOTE = "5d0c6d3e-9f0e-4e5c-8d9a-0d3d1c2b3a4f"
# Rows that no form of ours shows, and comments, which are filled by themselves.
UNUSED = {"related_links", "wagtail_admin_comments"}
TEXT = '<p>A <b>bold</b> <i>word</i> and a <a href="https://example.org/">link</a>.</p>'
LONG_TEXT = (
    f'<h2 data-block-key="first">Heading</h2>{TEXT}'
    "<ul><li>One<ul><li>Below one</li></ul></li><li>Two</li></ul>"
    '<p>2<sup>3</sup> H<sub>2</sub>O <s>gone</s> <span lang="cy">aros</span></p>'
    f'<p>Words<footnote id="{NOTE}">[{NOTE[:6]}]</footnote></p>'
)


def stream_fields(model) -> list[StreamField]:
    return [field for field in model._meta.get_fields() if isinstance(field, StreamField)]


def walk(block, path="") -> Iterator[tuple[str, blocks.Block]]:
    """Yield every block within a block, each with its path."""
    yield path, block
    if isinstance(block, blocks.ListBlock):
        yield from walk(block.child_block, f"{path}.item")
    elif hasattr(block, "child_blocks"):
        for name, child in block.child_blocks.items():
            yield from walk(child, f"{path}.{name}".lstrip("."))


class Examples:
    """Raw values of blocks; `site_tree` has the objects that they point at."""

    def __init__(self, site_tree):
        self.site_tree = site_tree
        self.number = self.speakers = 0

    def of(self, block) -> object:
        for kind, make in self.makers():
            if isinstance(block, kind):
                return make(block)
        raise NotImplementedError(f"There is no example of {type(block).__name__}.")

    def makers(self):
        """Return the kinds of blocks with what makes a value, the special ones first."""
        site_tree = self.site_tree
        return [
            (VideoBlock, self.video),
            (RecordingBlock, lambda block: self.struct(block) | {"file": site_tree.recording.pk}),
            (SpeakerBlock, self.speaker),
            (ImageBlock, self.picture),
            (TypedTableBlock, self.table),
            (blocks.StructBlock, self.struct),
            (blocks.ListBlock, self.items),
            (blocks.StreamBlock, self.stream),
            (blocks.PageChooserBlock, self.page),
            (DocumentChooserBlock, lambda block: site_tree.document.pk),
            (ImageChooserBlock, lambda block: site_tree.image.pk),
            (ContributorChooserBlock, lambda block: site_tree.person.pk),
            (TopicChooserBlock, lambda block: site_tree.topic.pk),
            (blocks.RichTextBlock, self.rich_text),
            (blocks.ChoiceBlock, self.choice),
            (blocks.BooleanBlock, lambda block: True),
            (blocks.DateBlock, lambda block: "2031-05-01"),
            (blocks.TimeBlock, self.time),
            (blocks.IntegerBlock, lambda block: 3),
            (blocks.DecimalBlock, lambda block: "12.50"),
            (blocks.URLBlock, lambda block: f"https://example.org/{self.next()}"),
            ((blocks.CharBlock, blocks.TextBlock), lambda block: f"Words {self.next()}"),
        ]

    def next(self) -> int:
        self.number += 1
        return self.number

    def struct(self, block):
        return {name: self.of(child) for name, child in block.child_blocks.items()}

    def items(self, block):
        values = [self.of(block.child_block) for _ in range(2)]
        return [{"type": "item", "value": v, "id": f"item-{self.next()}"} for v in values]

    def stream(self, block):
        return [
            {"type": name, "value": self.of(child), "id": f"block-{self.next()}"}
            for name, child in list(block.child_blocks.items())[: block.meta.max_num]
        ]

    def video(self, block):
        return self.struct(block) | {"url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ"}

    def speaker(self, block):
        """Return a contributor and a name in turn: a speaker is one of the two."""
        self.speakers += 1
        return self.struct(block) | ({"name": ""} if self.speakers % 2 else {"contributor": None})

    def picture(self, block):
        return {"image": self.site_tree.image.pk, "alt_text": "Boats", "decorative": False}

    def page(self, block):
        models = tuple(block.target_models)
        found = [page for page in self.site_tree.pages if not models or isinstance(page, models)]
        return found[self.next() % len(found)].pk

    def rich_text(self, block):
        if "footnotes" in (block.features or ()):
            return LONG_TEXT
        return TEXT.replace("<p>", '<p data-block-key="first">', 1)  # for `comment()`

    def choice(self, block):
        return next(value for value, _label in block.field.choices if value)

    def time(self, block):
        return time(9 + self.next() % 12, self.number % 60).isoformat()

    def table(self, block):
        columns = [{"type": name, "heading": name} for name in block.child_blocks]
        values = [self.of(child) for child in block.child_blocks.values()]
        return {"caption": "A table", "columns": columns, "rows": [{"values": values}] * 2}


def sort_sessions(programme):
    """Let each session end after it starts."""
    for item in programme:
        if "start" in item["value"]:
            item["value"]["start"], item["value"]["end"] = sorted(
                (item["value"]["start"], item["value"]["end"])
            )
    return programme


def fill(site_tree):
    """Fill every stream and every kind of row of every page of a site_tree, and its settings."""
    examples = Examples(site_tree)
    for page in site_tree.pages:
        page.refresh_from_db()
        for field in stream_fields(page):
            value = examples.of(field.stream_block)
            setattr(page, field.name, sort_sessions(value) if field.name == "programme" else value)
        page.save()
    fill_rows(site_tree)
    settings = PublicationSettings.objects.get()
    for field in stream_fields(settings):
        setattr(settings, field.name, examples.of(field.stream_block))
    settings.save()
    site_tree.person.links = examples.of(
        type(site_tree.person)._meta.get_field("links").stream_block
    )
    site_tree.person.save()
    return site_tree


def fill_rows(site_tree):
    article, event, book = site_tree.article, site_tree.event, site_tree.book
    for page in site_tree.pages:
        if any("footnotes" in (block.features or ()) for block in rich_texts(page)):
            Footnote.objects.create(page=page, uuid=NOTE, text="<p>The source.</p>")
    event.repeats, event.repeat_count = "weekly", 5
    event.save()
    day = event.start_date + timedelta(days=7)
    DateChange.objects.create(page=event, date=day, kind="cancelled", note="Rain")
    fmt = book.formats.get()
    seller = Bookseller.objects.create(name="Corner shop")
    PlaceToBuy.objects.create(format=fmt, seller=seller, url="https://example.org/shop")
    BookImprint.objects.create(page=book, imprint=Imprint.objects.create(name="Slipway Press"))
    other = factories.ContributorFactory(name="Bo Example")
    for page in (article, event, book):
        factories.attribute(page, other, role="translator")
        factories.assign(page, factories.TopicFactory(name=f"Beside {page.title}"))
    article.published_at = now()
    article.adopted_by, article.adopted_on = "The meeting", date(2026, 5, 1)
    article.save()


def rich_texts(page):
    for field in stream_fields(page):
        for _path, block in walk(field.stream_block):
            if isinstance(block, blocks.RichTextBlock):
                yield block


def comment(page, user):
    """Give a page comments: on its title, and on a phrase of its text if it has one."""
    Comment.objects.create(page=page, user=user, text="Shorter?", contentpath="title")
    for block in getattr(page, "body", ()):
        if block.block_type == "paragraph":
            place = json.dumps([{"key": "first", "start": 0, "end": 4}])
            path = f"body.{block.id}"
            Comment.objects.create(
                page=page, user=user, text="Who says so?", contentpath=path, position=place
            )


def row_relations(model):
    """Return the relations of which a form of a page type shows rows."""
    shown = set()
    handler = model.get_edit_handler()
    for name in handler.get_form_options().get("formsets", {}):
        shown.add(name)
    relations = get_all_child_relations(model)
    return [one for one in relations if one.related_name in shown - {"comments"} - UNUSED]
