"""What the house rules look at: each function yields what breaks its rule, in a word or two."""

import re
from collections.abc import Iterator
from typing import Protocol

from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.blocks import RichTextBlock, StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from core.blocks import (
    BodyBlock,
    FigureBlock,
    HeadingBlock,
    RecordingBlock,
    VideoBlock,
    chosen_page_ids,
    iter_block_values,
)

LONGEST_TITLE = 90  # characters
LONGEST_SUMMARY = 300  # characters
LONGEST_PARAGRAPH = 200  # words
HEADING = re.compile(r"<h([234])[ >].*?</h\1>", re.DOTALL)
PARAGRAPH = re.compile(r"<p[ >].*?</p>", re.DOTALL)


class Checked(Protocol):
    """A page, as far as every check needs it; more is looked for, and passed over."""

    title: str
    summary: str


def long_title(page: Checked) -> Iterator[str]:
    """Yield the length of a title that lists cut."""
    if len(page.title) > LONGEST_TITLE:
        yield str(len(page.title))


def no_summary(page: Checked) -> Iterator[str]:
    """Yield something where no summary makes somebody read on."""
    if _has_field(page, "summary", "standfirst") and not page.summary:
        yield ""


def long_summary(page: Checked) -> Iterator[str]:
    """Yield the length of a summary that lists cut."""
    if len(page.summary) > LONGEST_SUMMARY:
        yield str(len(page.summary))


def no_lead_image(page: Checked) -> Iterator[str]:
    """Yield something where a picture could stand at the top."""
    if _has_field(page, "lead_image") and not page.lead_image:
        yield ""


def pictures_without_credit(page: Checked) -> Iterator[str]:
    """Yield the pictures that do not say whose they are."""
    lead = getattr(page, "lead_image", None)
    if lead and not lead.credit:
        yield lead.title
    for figure in iter_block_values(_body(page), FigureBlock):
        if figure["image"] and not (figure["credit"] or figure["image"].credit):
            yield figure["image"].title


def pictures_without_description(page: Checked) -> Iterator[str]:
    """Yield the pictures that say nothing to somebody who cannot see them."""
    lead = getattr(page, "lead_image", None)
    if lead and not (page.lead_image_alt or page.lead_image_decorative):
        yield lead.title
    for figure in iter_block_values(_body(page), FigureBlock):
        image = figure["image"]
        if image and not (image.contextual_alt_text or image.decorative):
            yield image.title


def missing_byline(page: Checked) -> Iterator[str]:
    """Yield something where nobody signs what somebody wrote."""
    if getattr(page, "requires_byline", False) and not page.byline:
        yield ""


def no_topic(page: Checked) -> Iterator[str]:
    """Yield something where no page of a topic leads to it."""
    if hasattr(page, "topics") and not page.topics:
        yield ""


def dead_links(page: Checked) -> Iterator[str]:
    """Yield the pages that it leads to and readers cannot open."""
    ids = {int(pk) for pk in _linked_ids(page)}
    titles = dict(Page.objects.filter(pk__in=ids).values_list("pk", "title"))
    live = set(Page.objects.live().filter(pk__in=ids).values_list("pk", flat=True))
    for pk in sorted(ids - live):
        yield titles.get(pk, "a page that is gone")


def headings_out_of_order(page: Checked) -> Iterator[str]:
    """Yield the headings that skip a level."""
    above = 1  # The title of the page.
    for level, words in _headings(page):
        if level > above + 1:
            yield words
        above = level


def long_paragraphs(page: Checked) -> Iterator[str]:
    """Yield the first words of paragraphs that nobody reads on a telephone."""
    for block in _body(page):
        if isinstance(block.block, RichTextBlock):
            for paragraph in PARAGRAPH.findall(block.value.source):
                words = strip_tags(paragraph).split()
                if len(words) > LONGEST_PARAGRAPH:
                    yield Truncator(" ".join(words)).words(6)


def no_transcript(page: Checked) -> Iterator[str]:
    """Yield the recordings whose words stand nowhere."""
    for kind in (RecordingBlock, VideoBlock):
        for recording in iter_block_values(_body(page), kind):
            if not strip_tags(recording["transcript"].source).strip():
                yield recording["title"]


def _has_field(page: Checked, *names: str) -> bool:
    return any(field.name in names for field in page._meta.get_fields())


def _body(page: Checked) -> StreamValue | tuple[()]:
    return getattr(page, "body", None) or ()


def _headings(page: Checked) -> Iterator[tuple[int, str]]:
    """Yield the level and the words of each heading of the text."""
    for block in _body(page):
        if isinstance(block.block, HeadingBlock):
            yield int(block.value["level"][1]), block.value["text"]
        elif isinstance(block.block, RichTextBlock):
            for heading in HEADING.finditer(block.value.source):
                yield int(heading[1]), strip_tags(heading[0])


def _linked_ids(page: Checked) -> Iterator[int | str]:
    """Yield the ids of the pages to which the texts of `page` lead."""
    for field in page._meta.get_fields():
        value = getattr(page, field.name, None) if hasattr(field, "extract_references") else None
        if value is None:
            continue
        if isinstance(getattr(value, "stream_block", None), BodyBlock):
            yield from chosen_page_ids(value)  # Also of pages that are gone.
        if isinstance(field, (StreamField, RichTextField)):
            for model, pk, *_path in field.extract_references(value):
                if issubclass(model, Page):
                    yield pk
